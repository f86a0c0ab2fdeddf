/** `npm run bench -- keypad`: how quickly the controller follows the person, in CPU cycles given in ms. */
import { CYCLES_PER_MS, readReleaseHex, VirtualCabinet } from "@holdfast/virtual";
import { type Figure, figure } from "./figure.ts";
import { PIN, showsText, startCollecting, storeAtKeypad, untilText } from "./flows.ts";
import { LinkedCabinet } from "./linked-cabinet.ts";
import { demoEeprom } from "./paired.ts";

/** Each time is taken so often, every time at another moment between two ticks; the worst counts. */
const PHASES = 24;
/** Steps between the moments, ms: no multiple of a tick. */
const PHASE_MS = 1.37;

/** Bus time of `bytes` data bytes after address and control byte: nine bits each at 400 kHz, in ms. */
function busTime(bytes: number): number {
  return ((bytes + 2) * 9) / 400;
}

function milliseconds(cycles: number): number {
  return cycles / CYCLES_PER_MS;
}

/** From the contact of a digit key to the last byte of the changed picture. */
function keyToOled(hex: string): number {
  const cabinet = new VirtualCabinet({ hex, eeprom: demoEeprom() });
  untilText(cabinet, /A Store/);
  cabinet.tap("A");
  cabinet.runFor(500);
  let worst = 0;
  for (let phase = 0; phase < PHASES; phase++) {
    const key = String(phase % 10);
    cabinet.runFor(60 + phase * PHASE_MS);
    const contact = cabinet.cycles;
    cabinet.press(key);
    cabinet.runFor(40);
    worst = Math.max(worst, milliseconds(cabinet.oled.lastChangeCycle - contact));
    if (cabinet.oled.lastChangeCycle < contact) throw new Error(`key ${key} did not change the OLED`);
    cabinet.release(key);
    cabinet.runFor(60);
    // Typed digits are taken back, so that the number stays short.
    cabinet.tap("*");
    cabinet.runFor(60);
    if (showsText(cabinet, /A Store/)) cabinet.tap("A");
    cabinet.runFor(60);
  }
  return worst;
}

/** The EEPROM of a cabinet in which one locker is held. */
function heldEeprom(hex: string): Uint8Array {
  const cabinet = new VirtualCabinet({ hex, eeprom: demoEeprom() });
  storeAtKeypad(cabinet);
  cabinet.runFor(1000);
  return cabinet.eeprom.slice();
}

/** From the contact of the key that ends the PIN to the energised lock, and the pulses themselves. */
function collectAlone(
  hex: string,
  eeprom: Uint8Array,
): { pinToLock: number; pulses: number[]; longestI2c: number } {
  let pinToLock = 0;
  const pulses: number[] = [];
  let longestI2c = 0;
  for (let phase = 0; phase < PHASES; phase++) {
    const cabinet = new VirtualCabinet({ hex, eeprom, seed: phase + 1 });
    startCollecting(cabinet);
    cabinet.runFor(100 + phase * PHASE_MS);
    const contact = cabinet.cycles;
    cabinet.press("#");
    cabinet.runUntil(() => cabinet.relayLog.length > 0, 1000);
    cabinet.runFor(400);
    const pulse = cabinet.relayLog[0];
    if (pulse?.toCycle === undefined) throw new Error("no lock was energised, or for ever");
    pinToLock = Math.max(pinToLock, milliseconds(pulse.fromCycle - contact));
    pulses.push(milliseconds(pulse.toCycle - pulse.fromCycle));
    longestI2c = Math.max(longestI2c, milliseconds(cabinet.i2c.longestCycles));
  }
  return { pinToLock, pulses, longestI2c };
}

async function collectLinked(hex: string, eeprom: Uint8Array): Promise<number> {
  let worst = 0;
  for (let phase = 0; phase < PHASES; phase++) {
    const linked = new LinkedCabinet(hex, eeprom);
    const { cabinet } = linked;
    try {
      await linked.start();
      // A gateway that meets a controller for the first time gives it its configuration: that is over by now.
      await linked.runFor(3000);
      await linked.until(() => showsText(cabinet, /B Collect/), 5000);
      for (const key of "B0791234567#") await linked.tap(key);
      await linked.until(() => showsText(cabinet, /PIN/), 2000);
      for (const key of PIN) await linked.tap(key);
      await linked.runFor(100);
      cabinet.runFor(phase * PHASE_MS);
      const contact = cabinet.cycles;
      cabinet.press("#");
      await linked.until(() => cabinet.locks.supplyOn, 1000);
      await linked.runFor(400);
      const pulse = cabinet.relayLog[0];
      if (pulse === undefined) throw new Error("no lock was energised");
      worst = Math.max(worst, milliseconds(pulse.fromCycle - contact));
    } finally {
      await linked.close();
    }
  }
  return worst;
}

/** Share of time in which the CPU does not sleep while nobody uses the cabinet, in percent. */
function idleAwake(hex: string): number {
  const cabinet = new VirtualCabinet({ hex, eeprom: demoEeprom() });
  untilText(cabinet, /A Store/);
  cabinet.runFor(5000);
  const { awakeCycles, cycles } = cabinet;
  cabinet.runFor(10_000);
  return (100 * (cabinet.awakeCycles - awakeCycles)) / (cabinet.cycles - cycles);
}

/** Bytes of EEPROM that are written before a lock is energised, 1.8 ms each, and the AES blocks of the verifier. */
const EEPROM_BYTES_BEFORE_PULSE = 7;
const EEPROM_WRITE_MS = 1.8;
const AES_BLOCKS_BEFORE_PULSE = 3;
const AES_BLOCK_MS = 6671 / CYCLES_PER_MS;

export async function* keypad(): AsyncIterable<Figure> {
  const hex = readReleaseHex();
  const glyph = { value: 4 * busTime(16), of: "bus time of one big digit, four times 16 bytes" };
  yield figure("keypad.key_to_oled", keyToOled(hex), "ms", { atMost: 15 }, glyph);

  const eeprom = heldEeprom(hex);
  const alone = collectAlone(hex, eeprom);
  const floor = {
    value: EEPROM_BYTES_BEFORE_PULSE * EEPROM_WRITE_MS + AES_BLOCKS_BEFORE_PULSE * AES_BLOCK_MS,
    of: `EEPROM time of ${EEPROM_BYTES_BEFORE_PULSE} bytes and ${AES_BLOCKS_BEFORE_PULSE} AES blocks`,
  };
  yield figure("keypad.pin_to_lock_alone", alone.pinToLock, "ms", { atMost: 25 }, floor);
  const linked = await collectLinked(hex, eeprom);
  yield figure("keypad.pin_to_lock_linked", linked, "ms", { atMost: alone.pinToLock + 1 }, floor);
  const farthest = alone.pulses.reduce((a, b) => (Math.abs(a - 200) > Math.abs(b - 200) ? a : b));
  yield figure(
    "keypad.pulse",
    farthest,
    "ms",
    { around: { limit: 200, by: 1 } },
    { value: 200, of: "the pulse itself" },
  );
  const transfer = { value: busTime(24), of: "bus time of 24 bytes" };
  yield figure("keypad.longest_i2c", alone.longestI2c, "ms", { atMost: 1 }, transfer);
  yield figure(
    "keypad.idle_awake",
    idleAwake(hex),
    "%",
    { atMost: 5 },
    { value: 0, of: "a CPU that only sleeps" },
  );
}
