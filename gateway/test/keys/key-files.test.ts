import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { keyFiles } from "../../src/keys/key-files.ts";
import { temporaryFolder } from "../support/test-site.ts";

const KEY = new Uint8Array(16).map((_, index) => index * 17);
const HEX = "00112233445566778899aabbccddeeff";
const OTHER = new Uint8Array(16).fill(1);

function stored() {
  const data = temporaryFolder();
  const keys = keyFiles(data, "");
  keys.set("hall", KEY);
  return { data, keys, folder: join(data, "keys"), file: join(data, "keys", "hall.key") };
}

describe("key files", () => {
  test("are 32 hex digits that only their owner can read", () => {
    const { file, folder } = stored();
    expect(readFileSync(file, "utf8")).toBe(`${HEX}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  test("are there in the next life, one for each cabinet", () => {
    const { data } = stored();
    expect(keyFiles(data, "").get("hall")).toEqual(KEY);
    expect(keyFiles(data, "").get("yard")).toBeUndefined();
  });

  test("are replaced as a whole, and nothing is left beside them", () => {
    const { keys, folder } = stored();
    keys.set("hall", OTHER);
    expect(keys.get("hall")).toEqual(OTHER);
    expect(readdirSync(folder)).toEqual(["hall.key"]);
  });

  test("what was left by a sudden end in the middle of writing does no harm", () => {
    const { keys, file, folder } = stored();
    writeFileSync(`${file}.new`, "0011", { mode: 0o600 });
    expect(keys.get("hall")).toEqual(KEY);
    keys.set("hall", OTHER);
    expect(readdirSync(folder)).toEqual(["hall.key"]);
  });

  test("an offered key lies beside the old one until it is taken or withdrawn", () => {
    const { data, keys } = stored();
    keys.offer("hall", OTHER);
    const next = keyFiles(data, "");
    expect([next.get("hall"), next.offered("hall")]).toEqual([KEY, OTHER]);
    next.withdraw("hall");
    expect([next.get("hall"), next.offered("hall")]).toEqual([KEY, undefined]);
    next.offer("hall", OTHER);
    next.set("hall", OTHER);
    expect([next.get("hall"), next.offered("hall")]).toEqual([OTHER, undefined]);
  });

  test.each([
    ["the file is readable for the group", "hall.key", 0o640],
    ["the file is readable for everybody", "hall.key", 0o604],
    ["the folder is open for others", ".", 0o755],
  ])("are refused when %s", (_what, name, mode) => {
    const { keys, folder } = stored();
    chmodSync(join(folder, name), mode);
    expect(() => keys.get("hall")).toThrow(expect.objectContaining({ code: "key_exposed", exitCode: 77 }));
  });

  test.each([
    ["empty", ""],
    ["too short", HEX.slice(1)],
    ["too long", `${HEX}0`],
    ["no hex", HEX.replace("0", "g")],
  ])("are refused when they are %s, and no digit of them is told", (_what, text) => {
    const { keys, file } = stored();
    writeFileSync(file, text);
    let message = "";
    try {
      keys.get("hall");
    } catch (error) {
      message = `${error}`;
      expect(error).toMatchObject({ code: "key_unreadable", exitCode: 74 });
    }
    expect(message).toContain("hall.key");
    expect(message).not.toContain(HEX.slice(1, 16));
  });
});

describe("a credential of the service manager", () => {
  function given() {
    const { data, keys } = stored();
    const credentials = temporaryFolder();
    writeFileSync(join(credentials, "yard.key"), HEX, { mode: 0o440 });
    return { data, keys, credentials, both: keyFiles(data, credentials) };
  }

  test("comes before a file of the data folder, and is only read", () => {
    const { data, credentials, both } = given();
    mkdirSync(join(data, "keys"), { recursive: true });
    writeFileSync(join(data, "keys", "yard.key"), "ff".repeat(16), { mode: 0o600 });
    expect(both.get("yard")).toEqual(KEY);
    expect(both.writable("yard")).toBe(false);
    expect(readFileSync(join(credentials, "yard.key"), "utf8")).toBe(HEX);
  });

  test("of one cabinet leaves the others their files", () => {
    const { both } = given();
    expect([both.get("hall"), both.writable("hall")]).toEqual([KEY, true]);
  });
});
