import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROTOCOL_VERSION } from "@holdfast/protocol";
import { expect, test } from "vitest";
import { RELEASE_HEX, readFirmware, withoutBootLoader } from "../../src/flash/firmware-file.ts";
import { checkProtocol } from "../../src/flash/skew.ts";
import { temporaryFolder } from "../support/served-site.ts";

const END = ":00000001FF\n";

function firmware(hex: string, changes: object = {}) {
  const folder = temporaryFolder();
  const path = join(folder, "controller.hex");
  writeFileSync(path, hex);
  const sum = createHash("sha256").update(hex).digest("hex");
  const manifest = { version: "0.3.0", protocol: PROTOCOL_VERSION, hex: sum, ...changes };
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
  return path;
}

test("the firmware of this release is what its manifest says, and can be talked to", () => {
  const found = readFirmware(RELEASE_HEX);
  expect(found.protocol).toBe(PROTOCOL_VERSION);
  expect(() => checkProtocol(found)).not.toThrow();
});

test("a file that was changed is refused", () => {
  expect(() => readFirmware(firmware(END, { hex: "0".repeat(64) }))).toThrow(/not the file/);
});

test("a firmware that reaches into the boot loader is refused", () => {
  expect(() => readFirmware(firmware(`:017E00000081\n${END}`))).toThrow(/boot loader/);
});

test.each([
  [PROTOCOL_VERSION + 1, /Upgrade the gateway first/],
  [PROTOCOL_VERSION - 1, /too old/],
])("protocol %i is refused clearly before anything is flashed", (protocol, why) => {
  expect(() => checkProtocol(readFirmware(firmware(END, { protocol })))).toThrow(why);
});

test("the release after with the same protocol is taken", () => {
  expect(() => checkProtocol(readFirmware(firmware(END, { version: "0.9.0" })))).not.toThrow();
});

test("of what was read out, the boot loader stays on the chip", () => {
  expect(withoutBootLoader(`:0100000011EE\r\n:017E00000081\r\n${END}`)).toBe(`:0100000011EE\n${END}`);
  const release = readFileSync(RELEASE_HEX, "latin1").replaceAll("\r", "");
  expect(withoutBootLoader(release)).toBe(release);
});
