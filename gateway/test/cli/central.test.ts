import { join } from "node:path";
import { expect, test } from "vitest";
import { programFile } from "../../src/cli/central-program.ts";
import { SiteState } from "../../src/contract/index.ts";
import { runHoldfast } from "../support/run-holdfast.ts";
import { serveMemorySite, temporaryFolder } from "../support/served-site.ts";
import { serveSyncSite } from "../support/served-sync.ts";
import { deskOf, MemoryCentral } from "../support/sync-site.ts";

test("central is the program beside us: its words, its help, its exit code", async () => {
  const help = await runHoldfast(["central", "queue", "--help"]);
  expect(help).toMatchObject({ code: 0, stderr: "" });
  expect(help.stdout).toMatch(/^Usage: holdfast central queue /);
  const socket = join(temporaryFolder(), "none.sock");
  const status = await runHoldfast(["--json", "central", "status", "--mysql-socket", socket]);
  expect(status).toMatchObject({
    code: 3,
    stdout: "",
    stderr: expect.stringMatching(/^error unreachable: /),
  });
  expect(await runHoldfast(["central", "status", "extra", "words"])).toMatchObject({ code: 2 });
});

test("where it is not installed that is said", () => {
  expect(() => programFile("/nowhere/holdfast-central.js")).toThrow(
    expect.objectContaining({ code: "central_missing", exitCode: 69, hint: expect.stringContaining("sync") }),
  );
});

test.each([
  [["restore"], "Give a backup, or --from-central."],
  [["restore", "backup.db", "--from-central"], "Give a backup, or --from-central."],
  [["restore", "--from-central", "--recovery-key", "/nowhere/key"], "cannot be read (ENOENT)"],
])("2: %j", async (args, said) => {
  const config = join(temporaryFolder(), "holdfast.toml");
  const { code, stderr } = await runHoldfast([...args, "--config", config]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(said) });
});

test("compare tells how far central's copy is, and as JSON what the site is", async () => {
  const { test: t, operatorSocket } = await serveSyncSite();
  const desk = deskOf(t);
  const central = new MemoryCentral();
  const run = (...args: string[]) => runHoldfast(["compare", ...args, "--socket", operatorSocket]);
  const before = await run();
  expect(before).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/lacks 1 event and 11 changed rows of/),
  });
  central.drain(desk);
  const after = await run();
  expect(after.stdout).toContain("has all of Lockers.");
  expect(after.stdout).toContain("holdfast compare --json | holdfast central compare NAME --site -");
  const state = SiteState.parse(JSON.parse((await run("--json")).stdout));
  const { head, epoch } = desk.ledger();
  expect(state).toMatchObject({ epoch, head, kept: { ...head, rev: state.rev }, rentals: [] });
  expect(state.lockers).toHaveLength(8);
});

test("a site that does not sync has nothing to compare", async () => {
  const { operatorSocket } = await serveMemorySite();
  const { code, stderr } = await runHoldfast(["compare", "--socket", operatorSocket]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error sync_off: /);
});
