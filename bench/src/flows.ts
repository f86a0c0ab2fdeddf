/** What people do at the keypad, on the simulated controller. */
import type { VirtualCabinet } from "@holdfast/virtual";

export const PHONE = "0791234567";
export const PIN = "4711";

/** Longest wait for a screen, ms of the simulated controller. */
const SCREEN_WITHIN = 5000;

export function showsText(cabinet: VirtualCabinet, wanted: RegExp): boolean {
  return wanted.test(cabinet.oled.text().join(" "));
}

export function untilText(cabinet: VirtualCabinet, wanted: RegExp, within = SCREEN_WITHIN): void {
  cabinet.runUntil(() => showsText(cabinet, wanted), within);
}

/** Phone, first free locker, PIN twice, door shut again. */
export function storeAtKeypad(cabinet: VirtualCabinet, phone = PHONE, pin = PIN): void {
  untilText(cabinet, /A Store/);
  cabinet.type(`A${phone}#`);
  untilText(cabinet, /Choose a locker/);
  cabinet.type(`#${pin}#${pin}#`);
  untilText(cabinet, /open/);
  for (const door of cabinet.doors) if (door.open) door.pushShut();
  untilText(cabinet, /A Store/, 40_000);
}

/** Everything up to the key that ends the PIN. */
export function startCollecting(cabinet: VirtualCabinet, phone = PHONE, pin = PIN): void {
  untilText(cabinet, /B Collect/, 40_000);
  cabinet.type(`B${phone}#`);
  untilText(cabinet, /PIN/);
  cabinet.type(pin);
}
