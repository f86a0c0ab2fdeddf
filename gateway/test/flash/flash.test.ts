import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { BOOT_LOADER, RELEASE_HEX } from "../../src/flash/firmware-file.ts";
import { flashCabinet } from "../../src/flash/flash-cabinet.ts";
import { serveMemorySite } from "../support/served-site.ts";
import { imageOf, startChip } from "./simulated-chip.ts";

const BAUD = 115_200;
/** Reading and writing 26 KB through a simulated UART. */
const LONG = { timeout: 240_000 };
/** What was on the chip before: not ours, and of another length. */
const OTHER = ":040000001122334452\n:00000001FF\n";

async function scene(options: { port?: string; hex?: string } = {}) {
  const { site, operator, folder } = await serveMemorySite();
  const chip = await startChip(OTHER);
  const said: string[] = [];
  const keep = join(folder, "kept", "hall.hex");
  const flashing = flashCabinet({
    client: operator,
    cabinet: "hall",
    hex: options.hex ?? RELEASE_HEX,
    keep,
    programmer: { name: "arduino", port: options.port ?? chip.port, baud: BAUD },
    say: (text) => void said.push(text),
    comeBack: 3,
    interval: 1,
  });
  return { site, chip, keep, said, flashing };
}

test(
  "avrdude writes the release through Optiboot; EEPROM and boot loader stay, the old firmware is kept",
  LONG,
  async () => {
    const { site, chip, keep, flashing } = await scene();
    await expect(flashing).resolves.toMatchObject({ wentBack: false, kept: keep });
    const { flash, eeprom } = await chip.end();
    const wanted = imageOf(readFileSync(RELEASE_HEX, "latin1"));
    expect(flash.subarray(0, BOOT_LOADER).equals(wanted.subarray(0, BOOT_LOADER))).toBe(true);
    expect(flash.subarray(BOOT_LOADER).every((byte) => byte === 0xff)).toBe(false);
    expect(eeprom.equals(chip.eepromBefore)).toBe(true);
    expect(imageOf(readFileSync(keep, "latin1")).equals(imageOf(OTHER))).toBe(true);
    expect(site.handedOver).toEqual([]);
  },
);

test("a controller that does not come up gets its old firmware back", LONG, async () => {
  const { site, chip, said, flashing } = await scene();
  for (const cabinet of site.cabinets) cabinet.link = "down";
  await expect(flashing).resolves.toMatchObject({ wentBack: true, firmware: undefined });
  expect(said.at(-1)).toMatch(/what was there before/);
  const { flash } = await chip.end();
  expect(flash.subarray(0, 4)).toEqual(Buffer.from([0x11, 0x22, 0x33, 0x44]));
  expect(site.handedOver).toEqual([]);
});

test("where nobody answers the port goes back, and nothing was kept or written", LONG, async () => {
  const { site, flashing } = await scene({ port: "/dev/null" });
  await expect(flashing).rejects.toMatchObject({ code: "avrdude_failed" });
  expect(site.handedOver).toEqual([]);
});

test("a cabinet in the middle of something keeps its port", async () => {
  const { HoldfastError } = await import("../../src/contract/index.ts");
  const { site, operator } = await serveMemorySite();
  site.failure = new HoldfastError("cabinet_busy");
  const programmer = { name: "arduino", port: "/dev/null", baud: BAUD };
  const plan = { client: operator, cabinet: "hall", hex: RELEASE_HEX, keep: "/nowhere", programmer };
  await expect(flashCabinet({ ...plan, say: () => {} })).rejects.toMatchObject({ code: "cabinet_busy" });
});
