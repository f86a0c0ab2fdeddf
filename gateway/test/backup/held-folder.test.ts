/** Only root can give a folder away: for everybody else there is one owner, and the same is true without doing anything. */
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inHeldFolder } from "../../src/backup/held-folder.ts";
import { restoreBackup } from "../../src/backup/restore-backup.ts";
import { copyOf, newMachine, THREE } from "../support/central-copy.ts";
import { makeBackedUp } from "../support/kept-ledger.ts";
import { temporaryFolder } from "../support/test-site.ts";

const ROOT = process.getuid?.() === 0;
const OWNER = ROOT ? 65_534 : (process.getuid?.() ?? 0);

/** The gateway's folder, which the gateway's user owns with all that is in it, a file that is not its own, and a stick. */
async function scene() {
  const elsewhere = temporaryFolder();
  const foreign = join(elsewhere, "shadow");
  writeFileSync(foreign, "secret", { mode: 0o600 });
  const stick = join(elsewhere, "stick.db");
  copyFileSync(await makeBackedUp(temporaryFolder(), 3), stick);
  chmodSync(stick, 0o600);
  const folder = join(temporaryFolder(), "data");
  await makeBackedUp(folder, 1);
  mkdirSync(join(folder, "keys"), { mode: 0o700 });
  symlinkSync(foreign, join(folder, "keys", "evil.key"));
  giveAway(folder);
  return { folder, foreign, stick, before: statSync(foreign) };
}

function giveAway(folder: string): void {
  if (!ROOT) return;
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => !entry.isSymbolicLink());
  for (const { name } of names) {
    if (statSync(join(folder, name)).isDirectory()) giveAway(join(folder, name));
    else chownSync(join(folder, name), OWNER, OWNER);
  }
  chownSync(folder, OWNER, OWNER);
}

function ownersOf(folder: string): number[] {
  return ["ledger.db", "ledger.lock", "quarantine"].map((name) => statSync(join(folder, name)).uid);
}

test("root restores a backup that root alone can read; links in the folder lead nowhere", async () => {
  const { folder, foreign, stick, before } = await scene();
  expect(await restoreBackup(folder, stick, 0)).toMatchObject({ events: 3 });
  expect(ownersOf(folder)).toEqual([OWNER, OWNER, OWNER]);
  expect(statSync(foreign)).toMatchObject({ uid: before.uid, gid: before.gid, ctimeMs: before.ctimeMs });
});

test("a lost site is built again by root as by the owner; the configuration stays with whom it belongs to", async () => {
  const machine = newMachine();
  const { foreign, before } = await scene();
  mkdirSync(join(machine.data, "keys"), { mode: 0o700 });
  symlinkSync(foreign, join(machine.data, "keys", "evil.key"));
  if (ROOT) chmodSync(join(machine.file, ".."), 0o711);
  giveAway(machine.data);
  expect(await machine.restore(copyOf(THREE))).toMatchObject({ completed: true });
  for (const name of ["ledger.db", "ledger.lock", "keys/site.recovery-key"]) {
    expect(statSync(join(machine.data, name)).uid).toBe(OWNER);
  }
  expect(statSync(machine.file).uid).toBe(process.getuid?.());
  expect(statSync(foreign)).toMatchObject({ uid: before.uid, ctimeMs: before.ctimeMs });
});

test("the quarantine as a link takes no ledger out of the folder", async () => {
  const { folder, stick } = await scene();
  const roots = join(temporaryFolder(), "roots");
  mkdirSync(roots, { mode: 0o755 });
  rmSync(join(folder, "quarantine"), { recursive: true, force: true });
  symlinkSync(roots, join(folder, "quarantine"));
  const restoring = restoreBackup(folder, stick, 0);
  if (!ROOT) return void (await restoring);
  await expect(restoring).rejects.toMatchObject({ code: "data_folder_unsafe" });
  expect(readdirSync(roots)).toEqual([]);
  expect(existsSync(join(folder, "ledger.db"))).toBe(true);
});

test("the lock as a link makes no file elsewhere", async () => {
  const { folder, stick } = await scene();
  const target = join(temporaryFolder(), "nologin");
  rmSync(join(folder, "ledger.lock"), { force: true });
  symlinkSync(target, join(folder, "ledger.lock"));
  await expect(restoreBackup(folder, stick, 0)).rejects.toMatchObject({ code: "data_folder_unsafe" });
  expect(existsSync(target)).toBe(false);
});

test("a link of the owner decides nothing about what root reads", async () => {
  const { folder, foreign, stick } = await scene();
  const link = join(folder, "backups", "ledger-0009.db");
  symlinkSync(stick, link);
  const restoring = restoreBackup(folder, link, 0);
  if (!ROOT) return void (await restoring);
  await expect(restoring).rejects.toMatchObject({ code: "backup_missing" });
  const evil = restoreBackup(folder, join(folder, "keys", "evil.key"), 0);
  await expect(evil).rejects.toMatchObject({
    code: "backup_missing",
    message: expect.stringContaining(foreign),
  });
});

test("a folder that others can exchange is not worked in, and work that fails gives the folder back", async () => {
  const { folder } = await scene();
  chmodSync(join(folder, ".."), 0o777);
  const working = inHeldFolder(folder, () => "done");
  if (ROOT) await expect(working).rejects.toMatchObject({ code: "data_folder_unsafe" });
  chmodSync(join(folder, ".."), 0o755);
  const held = inHeldFolder(folder, () => {
    expect(statSync(folder).uid).toBe(process.getuid?.());
    writeFileSync(join(folder, "keys", "new.key"), "");
    throw new Error("no");
  });
  await expect(held).rejects.toThrow("no");
  expect([statSync(folder).uid, statSync(join(folder, "keys", "new.key")).uid]).toEqual([OWNER, OWNER]);
});
