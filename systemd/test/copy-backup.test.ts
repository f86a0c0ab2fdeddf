/** The script of holdfast-backup.service, with a holdfast that writes what it is asked for, or fails. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { temporaryFolder } from "./units.ts";

const SCRIPT = fileURLToPath(new URL("../bin/copy-backup", import.meta.url));
/** Its last argument is the file. */
const WRITES = '#!/bin/sh\nfor last; do :; done\necho ledger >"$last"\n';
const KEPT = 14;

function copies(holdfast: string, old: readonly string[] = []) {
  const folder = temporaryFolder();
  const [bin, target, state] = ["bin", "target", "state"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const one of [bin, target, state]) mkdirSync(one);
  const programs = { holdfast, date: "#!/bin/sh\necho 2026-01-02\n" };
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(bin, name), text);
    chmodSync(join(bin, name), 0o755);
  }
  for (const name of old) writeFileSync(join(target, name), "old");
  const copy = () =>
    spawnSync("sh", [SCRIPT, target], {
      encoding: "utf8",
      env: { PATH: `${bin}:${process.env["PATH"]}`, STATE_DIRECTORY: state },
    });
  return { copy, stamp: join(state, "copied"), names: () => readdirSync(target).sort(), target };
}

test("a copy is made, the oldest goes, and what is not ours stays", () => {
  const old = Array.from({ length: KEPT }, (_, day) => `ledger-2020-01-${10 + day}.db`);
  const { copy, names, stamp } = copies(WRITES, [...old, "holiday.jpg"]);
  expect(copy()).toMatchObject({ status: 0, stderr: "" });
  expect(names()).toHaveLength(KEPT + 1);
  expect(names()).not.toContain(old[0]);
  expect(names()).toEqual(expect.arrayContaining(["holiday.jpg", old[1]]));
  expect(existsSync(stamp)).toBe(true);
});

test("the stamp is as old as the copy, also where that is there already", () => {
  const { copy, stamp, target } = copies(WRITES);
  copy();
  const morning = new Date(2026, 0, 1, 3, 30);
  utimesSync(join(target, "ledger-2026-01-02.db"), morning, morning);
  expect(copy()).toMatchObject({ status: 0, stdout: expect.stringContaining("there already") });
  expect(statSync(stamp).mtimeMs).toBe(morning.getTime());
});

test("a copy that fails leaves no stamp and removes nothing", () => {
  const { copy, names, stamp } = copies("#!/bin/sh\nexit 3\n", ["ledger-2020-01-01.db"]);
  expect(copy()).toMatchObject({ status: 3 });
  expect(existsSync(stamp)).toBe(false);
  expect(names()).toEqual(["ledger-2020-01-01.db"]);
});
