import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { flashCabinet } from "../../src/flash/flash-cabinet.ts";
import { keptFolder } from "../../src/flash/keep-old.ts";
import { serveMemorySite } from "../support/served-site.ts";

const GOOD = ":040000001122334452\n:00000001FF\n";
const ON_THE_CHIP = ":0100000011EE\n:00000001FF\n";

interface Scene {
  readonly link: "up" | "down";
  readonly lastHeard?: number;
  readonly pulled?: boolean;
  /** Names where it is kept that lead to somebody else's file. */
  readonly links?: readonly string[];
}

/** An avrdude that reads this off the chip and notes what it is asked to do; with `pulled`, it cannot write. */
async function scene({ link, lastHeard, pulled = false, links = [] }: Scene) {
  const { site, operator, folder } = await serveMemorySite();
  for (const cabinet of site.cabinets) cabinet.link = link;
  if (lastHeard !== undefined) site.lastHeard = lastHeard;
  const program = join(folder, "avrdude");
  const asked = join(folder, "asked");
  const read = `printf '%s' '${ON_THE_CHIP}' > "$(expr "$last" : 'flash:r:\\(.*\\):i')"`;
  const script = `for last; do :; done\necho "$last" >>${asked}\ncase $last in flash:r:*) ${read} ;; *) exit ${pulled ? 1 : 0} ;; esac\n`;
  writeFileSync(program, `#!/bin/sh\n${script}`);
  chmodSync(program, 0o755);
  const keep = join(folder, "kept", "hall.hex");
  mkdirSync(join(folder, "kept"));
  writeFileSync(keep, GOOD);
  writeFileSync(join(folder, "foreign"), "of somebody else");
  for (const name of links) symlinkSync(join(folder, "foreign"), join(folder, "kept", name));
  const flashing = flashCabinet({
    ...{ client: operator, cabinet: "hall", hex: "/new.hex", keep, say: () => {}, comeBack: 2, interval: 1 },
    programmer: { name: "arduino", port: "/dev/null", baud: undefined, program },
  });
  return { site, folder, keep, flashing, done: () => readFileSync(asked, "utf8").trim().split("\n") };
}

test("what a controller that answers runs now takes the place of what was kept", async () => {
  const { keep, flashing } = await scene({ link: "up" });
  await expect(flashing).resolves.toMatchObject({ wentBack: false });
  expect(readFileSync(keep, "utf8")).toBe(ON_THE_CHIP);
});

test("so does one of another protocol, which is no link but answers", async () => {
  const { keep, flashing } = await scene({ link: "down", lastHeard: 1 });
  await flashing;
  expect(readFileSync(keep, "utf8")).toBe(ON_THE_CHIP);
});

test("half a firmware on a controller that is silent does not: the whole one is kept, and goes back", async () => {
  const { keep, flashing, done } = await scene({ link: "down", lastHeard: 20 });
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
