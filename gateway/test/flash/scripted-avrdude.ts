/** A cabinet of a site in memory whose controller is flashed by an avrdude that is a shell script. */
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { flashCabinet } from "../../src/flash/flash-cabinet.ts";
import type { MemorySite } from "../support/memory-site.ts";
import { serveMemorySite } from "../support/served-site.ts";

export const GOOD = ":040000001122334452\n:00000001FF\n";
export const ON_THE_CHIP = ":0100000011EE\n:00000001FF\n";

interface Scene {
  readonly link: "up" | "down";
  /** What the gateway says of it besides. */
  readonly said?: MemorySite["said"];
  readonly pulled?: boolean;
  /** Names where it is kept that lead to somebody else's file. */
  readonly links?: readonly string[];
}

/** An avrdude that reads this off the chip and notes what it is asked to do; with `pulled`, it cannot write. */
export function scriptedAvrdude(folder: string, pulled = false) {
  const program = join(folder, "avrdude");
  const asked = join(folder, "asked");
  const read = `printf '%s' '${ON_THE_CHIP}' > "$(expr "$last" : 'flash:r:\\(.*\\):i')"`;
  const script = `for last; do :; done\necho "$last" >>${asked}\ncase $last in flash:r:*) ${read} ;; *) exit ${pulled ? 1 : 0} ;; esac\n`;
  writeFileSync(program, `#!/bin/sh\n${script}`);
  chmodSync(program, 0o755);
  const programmer = { name: "arduino", port: "/dev/null", baud: undefined, program };
  return { programmer, done: () => readFileSync(asked, "utf8").trim().split("\n") };
}

export async function scene({ link, said = {}, pulled = false, links = [] }: Scene) {
  const { site, operator, folder } = await serveMemorySite();
  for (const cabinet of site.cabinets) cabinet.link = link;
  site.said = said;
  const { programmer, done } = scriptedAvrdude(folder, pulled);
  const keep = join(folder, "kept", "hall.hex");
  mkdirSync(join(folder, "kept"));
  writeFileSync(keep, GOOD);
  writeFileSync(join(folder, "foreign"), "of somebody else");
  for (const name of links) symlinkSync(join(folder, "foreign"), join(folder, "kept", name));
  const flashing = flashCabinet({
    ...{ client: operator, cabinet: "hall", hex: "/new.hex", keep, say: () => {}, comeBack: 2, interval: 1 },
    programmer,
  });
  return { site, folder, keep, flashing, done };
}
