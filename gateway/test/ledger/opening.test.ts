import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { openLedger } from "../../src/ledger/ledger.ts";
import { MIGRATIONS } from "../../src/ledger/migrations.ts";
import { temporaryFolder } from "../support/test-site.ts";

function codeOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return "opened";
}

test("a new ledger is at the newest schema, durable, with one writer", () => {
  const folder = join(temporaryFolder(), "made", "on", "the", "way");
  const ledger = openLedger(folder, 0);
  expect(codeOf(() => openLedger(folder, 0))).toBe("ledger_locked");
  for (const name of ["ledger.db", "ledger.db-wal"]) {
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  }
  ledger.close();
  const db = new Database(join(folder, "ledger.db"));
  expect(db.pragma("user_version", { simple: true })).toBe(MIGRATIONS.length);
  expect(db.pragma("journal_mode", { simple: true })).toBe("wal");
  db.close();
  openLedger(folder, 0).close();
});

test("a second process on the same ledger is refused", async () => {
  const folder = temporaryFolder();
  const ledger = openLedger(folder, 0);
  const module = new URL("../../dist/ledger/ledger.js", import.meta.url).href;
  const script = `import(${JSON.stringify(module)}).then((m) => m.openLedger(process.argv[1], 0)).catch((e) => console.log(e.code))`;
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", script, folder]);
  expect(stdout.trim()).toBe("ledger_locked");
  ledger.close();
});

test("a ledger of a newer release is left alone", () => {
  const folder = temporaryFolder();
  openLedger(folder, 0).close();
  const db = new Database(join(folder, "ledger.db"));
  db.pragma(`user_version = ${MIGRATIONS.length + 1}`);
  db.close();
  expect(codeOf(() => openLedger(folder, 0))).toBe("ledger_newer");
});

test("a file that is no ledger is left alone", () => {
  const folder = temporaryFolder();
  const file = join(folder, "ledger.db");
  writeFileSync(file, "no database at all, but long enough to have a header of a hundred bytes".repeat(4));
  const before = readFileSync(file);
  expect(codeOf(() => openLedger(folder, 0))).toBe("ledger_damaged");
  expect(readFileSync(file)).toEqual(before);
});

test("a damaged page is noticed", () => {
  const folder = temporaryFolder();
  openLedger(folder, 0).close();
  const file = join(folder, "ledger.db");
  const bytes = readFileSync(file);
  bytes.fill(0xee, 100, 4096);
  writeFileSync(file, bytes);
  expect(codeOf(() => openLedger(folder, 0))).toBe("ledger_damaged");
});

test("a data folder that cannot be one is named", () => {
  const folder = temporaryFolder();
  const file = join(folder, "data");
  writeFileSync(file, "");
  expect(codeOf(() => openLedger(file, 0))).toBe("data_folder_unwritable");
  mkdirSync(join(folder, "other", "ledger.db"), { recursive: true });
  expect(codeOf(() => openLedger(join(folder, "other"), 0))).toBe("data_folder_unwritable");
});
