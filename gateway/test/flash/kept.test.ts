import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { keptFolder } from "../../src/flash/keep-old.ts";
import { GOOD, ON_THE_CHIP, scene } from "./scripted-avrdude.ts";

test("what a controller that answers runs now takes the place of what was kept", async () => {
  const { keep, flashing } = await scene({ link: "up" });
  await expect(flashing).resolves.toMatchObject({ wentBack: false });
  expect(readFileSync(keep, "utf8")).toBe(ON_THE_CHIP);
});

test("so does one of another protocol, which is no link but answers", async () => {
  const { keep, flashing } = await scene({ link: "down", said: { lastHeard: 1 } });
  await flashing;
  expect(readFileSync(keep, "utf8")).toBe(ON_THE_CHIP);
});

test("half a firmware on a controller that is silent does not: the whole one is kept, and goes back", async () => {
  const { keep, flashing, done } = await scene({ link: "down", said: { lastHeard: 20 } });
  await expect(flashing).resolves.toMatchObject({ wentBack: true });
  expect(readFileSync(keep, "utf8")).toBe(GOOD);
  expect(done()).toEqual(["flash:w:/new.hex:i", `flash:w:${keep}:i`]);
});

test("where writing fails the port goes back, and what is needed for another try is kept", async () => {
  const { site, keep, flashing } = await scene({ link: "up", pulled: true });
  await expect(flashing).rejects.toMatchObject({ code: "avrdude_failed", exitCode: 74 });
  expect(site.handedOver).toEqual([]);
  expect(readFileSync(keep, "utf8")).toBe(ON_THE_CHIP);
});

test("links where it is kept lead nowhere, and nothing is left beside it", async () => {
  const { folder, keep, flashing } = await scene({ link: "up", links: ["hall.hex.part", "hall.hex.new"] });
  await flashing;
  expect(readFileSync(join(folder, "foreign"), "utf8")).toBe("of somebody else");
  expect(readFileSync(keep, "utf8")).toBe(ON_THE_CHIP);
  expect(readdirSync(join(folder, "kept")).filter((name) => name.endsWith(".new"))).toEqual([]);
});

test("what root keeps lies outside of the gateway's folder", () => {
  expect(keptFolder(0)).toBe("/var/lib/holdfast-firmware");
  expect(keptFolder(1000)).toBe(join(process.cwd(), "firmware-before"));
});
