/** `npm run bench -- link`: what sealing costs the controller, and how quickly the link answers and recovers. */
import { CYCLES_PER_MS, readReleaseHex, VirtualCabinet } from "@holdfast/virtual";
import { type Figure, figure } from "./figure.ts";
import { untilText } from "./flows.ts";
import { LinkClient } from "./link-client.ts";
import { LinkedCabinet } from "./linked-cabinet.ts";
import { demoEeprom, demoKeys } from "./paired.ts";
import { sealCycles } from "./seal-cycles.ts";

const SEAL_LIMIT_MS = 5;
const RECOVERY_LIMIT_MS = 1000;
/** Beside wire and AES: what the main loop may take until it looks at a frame, ms. */
const LOOP_MS = 1.5;
const ROUND_TRIPS = 200;
/** Between two round trips, ms: no multiple of a tick. */
const PAUSE_MS = 3.37;
const BITS_A_BYTE = 10;
const BAUD = 500_000;
/** How long the noise lasts, ms: too short to end the link, and long enough. */
const NOISES_MS = [300, 1000, 3200, 5000];
/** Of the bytes are damaged. */
const NOISE = 0.5;

/** The worst of many questions that need no EEPROM and no door, and the bytes of it on the wire. */
function roundTrip(): { worst: number; bytes: number } {
  const cabinet = new VirtualCabinet({ hex: readReleaseHex(), eeprom: demoEeprom() });
  untilText(cabinet, /A Store/);
  const client = new LinkClient(cabinet);
  client.open(demoKeys.pairingKey);
  cabinet.runFor(3000);
  client.open(demoKeys.pairingKey);
  cabinet.runFor(500);
  let worst = { cycles: 0, bytes: 0 };
  for (let i = 0; i < ROUND_TRIPS; i++) {
    const trip = client.ask({ name: "query_result", id: 1 + i }, "result");
    if (trip.cycles > worst.cycles) worst = trip;
    cabinet.runFor(PAUSE_MS);
  }
  return { worst: worst.cycles / CYCLES_PER_MS, bytes: worst.bytes };
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
  yield figure("link.round_trip", trip.worst, "ms", { atMost: wire + aes + LOOP_MS }, physical);
}
