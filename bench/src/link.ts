/** `npm run bench -- link`: what sealing costs the controller, and how quickly the link answers and recovers. */
import { CYCLES_PER_MS, readReleaseHex, VirtualCabinet } from "@holdfast/virtual";
import { type Figure, figure } from "./figure.ts";
import { LinkClient, type Trip } from "./link-client.ts";
import { LinkedCabinet } from "./linked-cabinet.ts";
import { demoEeprom, demoKeys } from "./paired.ts";
import { sealCycles } from "./seal-cycles.ts";

const SEAL_LIMIT_MS = 5;
const RECOVERY_LIMIT_MS = 1000;
/** Wire and AES, and half of that again: between two AES blocks the controller looks after keys and locks. */
const SHARE = 1.5;
const ROUND_TRIPS = 200;
/** Between two round trips, ms: no multiple of a tick. */
const PAUSE_MS = 3.37;
const BOOT_MS = 2000;
const BITS_A_BYTE = 10;
const BAUD = 500_000;
/** How long the noise lasts, ms: too short to end the link, and long enough. */
const NOISES_MS = [300, 1000, 3200, 5000];
/** Of the bytes are damaged. */
const NOISE = 0.5;

/**
 * What 19 of 20 questions take at most that need no EEPROM and no door, and their bytes on the wire. The twentieth may
 * come while the controller seals a heartbeat of its own.
 */
function roundTrip(): { ms: number; bytes: number } {
  const cabinet = new VirtualCabinet({ hex: readReleaseHex(), eeprom: demoEeprom() });
  // The controller answers once it has counted this boot.
  cabinet.runFor(BOOT_MS);
  const client = new LinkClient(cabinet);
  client.open(demoKeys.pairingKey);
  const trips = Array.from({ length: ROUND_TRIPS }, (_, i) => {
    const trip = client.ask({ name: "query_result", id: 1 + i }, "result");
    cabinet.runFor(PAUSE_MS);
    return trip;
  });
  const { cycles, bytes } = trips.sort((a, b) => a.cycles - b.cycles)[ROUND_TRIPS * 0.95 - 1] as Trip;
  return { ms: cycles / CYCLES_PER_MS, bytes };
}

/** From the end of the noise until the gateway can open a door again. */
async function recovery(noiseMs: number, seed: number): Promise<number> {
  const linked = new LinkedCabinet(readReleaseHex());
  try {
    await linked.start();
    await linked.runFor(1500);
    linked.cabinet.faults.uartNoise({ seed, probability: NOISE });
    await linked.runFor(noiseMs);
    linked.cabinet.faults.uartNoise({ seed, probability: 0 });
    const from = linked.cabinet.milliseconds;
    const heard = linked.framesReceived;
    await linked.until(() => linked.linkUp && linked.framesReceived > heard, 20_000);
    return linked.cabinet.milliseconds - from;
  } finally {
    await linked.close();
  }
}

export async function* link(): AsyncIterable<Figure> {
  const cycles = sealCycles();
  const seal = cycles.seal / CYCLES_PER_MS;
  const open = cycles.open / CYCLES_PER_MS;
  yield figure("link.seal_48", seal, "ms", { atMost: SEAL_LIMIT_MS });
  yield figure("link.open_48", open, "ms", { atMost: SEAL_LIMIT_MS });
  let worst = 0;
  for (const [seed, noise] of NOISES_MS.entries()) worst = Math.max(worst, await recovery(noise, seed + 1));
  yield figure("link.recovery", worst, "ms", { atMost: RECOVERY_LIMIT_MS });
  const trip = roundTrip();
  const wire = (trip.bytes * BITS_A_BYTE * 1000) / BAUD;
  const aes = cycles.small / CYCLES_PER_MS;
  const physical = { value: wire + aes, of: "wire and AES" };
  yield figure("link.round_trip", trip.ms, "ms", { atMost: (wire + aes) * SHARE }, physical);
}
