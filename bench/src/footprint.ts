/** `npm run bench -- footprint`: what the firmware takes of the ATmega328P. */
import { readFileSync } from "node:fs";
import { readReleaseHex, VirtualCabinet } from "@holdfast/virtual";
import { type Figure, figure } from "./figure.ts";
import { PHONE, PIN, storeAtKeypad, untilText } from "./flows.ts";
import { LinkedCabinet } from "./linked-cabinet.ts";
import { demoEeprom } from "./paired.ts";

const FLASH_BYTES = 32_768;
const RAM_BYTES = 2048;

interface Manifest {
  flash: number;
  ram: number;
}

function manifest(): Manifest {
  const file = new URL("../../firmware/release/manifest.json", import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Manifest;
}

/** Every flow of the keypad on one controller: the stack keeps the deepest mark of all. */
function walkEverything(cabinet: VirtualCabinet): void {
  storeAtKeypad(cabinet);
  storeAtKeypad(cabinet, PHONE, "582946");
  untilText(cabinet, /A Store/, 60_000);
  cabinet.type(`B${PHONE}#`);
  untilText(cabinet, /Your lockers/);
  cabinet.type("D#9999#");
  untilText(cabinet, /Wrong PIN/);
  untilText(cabinet, /A Store/, 60_000);
  cabinet.type(`B${PHONE}#`);
  untilText(cabinet, /Your lockers/);
  cabinet.type(`#${PIN}#`);
  untilText(cabinet, /finish/);
  cabinet.tap("#");
  untilText(cabinet, /A Store/, 60_000);
  cabinet.faults.expanderNack(0x20, true);
  cabinet.type(`A${PHONE}##4711#4711#`);
  cabinet.runFor(5000);
  cabinet.faults.expanderNack(0x20, false);
  cabinet.cutPower();
  cabinet.restorePower();
  untilText(cabinet, /A Store/, 60_000);
}

async function leastStack(hex: string): Promise<number> {
  const alone = new VirtualCabinet({ hex, eeprom: demoEeprom() });
  walkEverything(alone);
  const linked = new LinkedCabinet(hex, alone.eeprom.slice());
  try {
    await linked.start();
    for (const key of `B${PHONE}#`) await linked.tap(key);
    await linked.runFor(3000);
    return Math.min(alone.stackFree, linked.cabinet.stackFree);
  } finally {
    await linked.close();
  }
}

export async function* footprint(): AsyncIterable<Figure> {
  const { flash, ram } = manifest();
  yield figure(
    "footprint.flash",
    flash / 1024,
    "KB",
    { atMost: 26 },
    { value: FLASH_BYTES / 1024, of: "all there is" },
  );
  yield figure("footprint.ram_static", ram, "B", { atMost: 1500 }, { value: RAM_BYTES, of: "all there is" });
  yield figure("footprint.stack_free", await leastStack(readReleaseHex()), "B", { atLeast: 200 });
}
