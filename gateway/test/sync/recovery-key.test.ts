import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { systemRandom } from "../../src/random.ts";
import {
  keepRecoveryKey,
  makeRecoveryKey,
  readRecoveryKey,
  readRecoveryText,
  recoveryKeyFile,
  showRecoveryText,
} from "../../src/sync/recovery.ts";
import { openRecoveryKey } from "../../src/sync/recovery-key.ts";
import { deskOf, startSyncSite } from "../support/sync-site.ts";
import { temporaryFolder } from "../support/test-site.ts";

const MISTYPED = expect.objectContaining({ code: "recovery_key_mistyped" });
const key = fc.uint8Array({ minLength: 32, maxLength: 32 });

test("what is shown is 13 groups of 4 symbols and a check symbol, and reads back as the key", () => {
  fc.assert(
    fc.property(key, (bytes) => {
      const groups = showRecoveryText(bytes);
      expect(groups.slice(0, -1).every((group) => /^[0-9A-HJKMNP-TV-Z]{4}$/.test(group))).toBe(true);
      expect(groups).toHaveLength(14);
      expect(groups.at(-1)).toMatch(/^[0-9A-HJKMNP-TV-Z*~$=U]$/);
      expect(readRecoveryText(groups.join(" ").toLowerCase())).toEqual(bytes);
    }),
  );
});

test("one symbol that is wrong and two that are swapped are noticed", () => {
  const symbols = [..."0123456789ABCDEFGHJKMNPQRSTVWXYZ"];
  fc.assert(
    fc.property(key, fc.nat(51), fc.constantFrom(...symbols), (bytes, place, symbol) => {
      const text = showRecoveryText(bytes).join("");
      if (text[place] === symbol) return;
      const wrong = `${text.slice(0, place)}${symbol}${text.slice(place + 1)}`;
      expect(() => readRecoveryText(wrong)).toThrowError(MISTYPED);
    }),
  );
  fc.assert(
    fc.property(key, fc.nat(50), (bytes, place) => {
      const text = showRecoveryText(bytes).join("");
      const [first = "", second = ""] = [text[place], text[place + 1]];
      if (first === second) return;
      const swapped = `${text.slice(0, place)}${second}${first}${text.slice(place + 2)}`;
      expect(() => readRecoveryText(swapped)).toThrowError(MISTYPED);
    }),
  );
});

test("O, I and L are read as what they look like, hyphens and lines do not matter", () => {
  const bytes = new Uint8Array(32).fill(0b00001000);
  bytes[0] = 0;
  const text = showRecoveryText(bytes).join("-");
  expect(text).toMatch(/[01]/);
  const typed = text.slice(0, -1).replaceAll("0", "o").replaceAll("1", "l") + text.slice(-1);
  expect(readRecoveryText(`  ${typed}\n`)).toEqual(bytes);
});

test.each([
  ["nothing", ""],
  ["too little", "ABCD-EFGH"],
  ["too much", "0".repeat(54)],
  ["a symbol that is never used", `U${"0".repeat(52)}`],
  ["something else", "p".repeat(20)],
])("%s is no key, and nothing of what was typed is in the error", (_what, text) => {
  expect(() => readRecoveryText(text)).toThrowError(MISTYPED);
  try {
    readRecoveryText(text);
  } catch (error) {
    if (text !== "") expect((error as Error).message).not.toContain(text);
  }
});

test("the file is for its owner alone and stays the same over restarts", async () => {
  const t = await startSyncSite();
  const file = recoveryKeyFile(t.folder);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const before = readFileSync(file, "utf8");
  await t.restart();
  expect(readFileSync(file, "utf8")).toBe(before);
  expect(deskOf(t).showRecoveryKey().groups.join("-")).toBe(before.trim());
});

test("a file that others may read, or that is spoilt, is a clear error and is not replaced", () => {
  const folder = temporaryFolder();
  keepRecoveryKey(folder, makeRecoveryKey());
  const file = recoveryKeyFile(folder);
  chmodSync(file, 0o644);
  expect(() => openRecoveryKey(folder, systemRandom)).toThrowError(
    expect.objectContaining({ code: "key_exposed" }),
  );
  chmodSync(file, 0o600);
  writeFileSync(file, "spoilt");
  expect(() => openRecoveryKey(folder, systemRandom)).toThrowError(MISTYPED);
  expect(() => openRecoveryKey(folder, systemRandom)).toThrowError(file);
  expect(readFileSync(file, "utf8")).toBe("spoilt");
});

test("where there is none, none is read; a cabinet's key never has its name", () => {
  const folder = temporaryFolder();
  expect(readRecoveryKey(folder)).toBeUndefined();
  expect(existsSync(join(folder, "keys"))).toBe(false);
  expect(recoveryKeyFile(folder)).not.toMatch(/\.key$/);
});

test("until somebody has seen the key that is a problem; then it never is again, until there is another key", async () => {
  const t = await startSyncSite();
  const codes = () => t.site.status().problems.map(({ code }) => code);
  expect(codes()).toContain("recovery_key_unseen");
  deskOf(t).showRecoveryKey();
  expect(codes()).toEqual([]);
  expect(t.site.events({ last: 1 })).toMatchObject([{ kind: "recovery_key_shown", actor: "operator" }]);
  await t.restart();
  expect(codes()).toEqual([]);
  await t.stop();
  keepRecoveryKey(t.folder, makeRecoveryKey());
  await t.start();
  expect(codes()).toContain("recovery_key_unseen");
});
