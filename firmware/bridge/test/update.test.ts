/** Updates over the air: the key pair and the signature are made as README.md says, and looked at as Arduino does. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { BRIDGE, buildSketch } from "../src/build.ts";
import { startBridge as start } from "./start-bridge.ts";

const folder = mkdtempSync(join(tmpdir(), "holdfast-update-"));
const [key, otherKey, header] = ["key", "other", "update_key.h"].map((name) => join(folder, name)) as [
  string,
  string,
  string,
];
/** What an image of the chip looks like from outside. */
const IMAGE = Buffer.concat([Buffer.of(0xe9), Buffer.alloc(20_000, "firmware")]);
let program: string;

function sign(...parameters: string[]): void {
  execFileSync(join(BRIDGE, "arduino/sign.sh"), parameters, { stdio: "pipe" });
}

function signed(image: Uint8Array, by = key): Buffer {
  const path = join(folder, "image");
  writeFileSync(path, image);
  sign("sign", by, path);
  return readFileSync(`${path}.signed`);
}

beforeAll(async () => {
  sign("make", key, header);
  sign("make", otherKey, join(folder, "other.h"));
  program = await buildSketch("checked", folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** It knows a Wi-Fi, and a gateway that is not there. */
const startBridge = (build: string) => start(build, { host: "127.0.0.1", port: 1 });

test("an image that is signed with the site's key is taken, and the module starts anew", async () => {
  const bridge = startBridge(program);
  const restarted = bridge.restarted();
  expect(await bridge.update(signed(IMAGE))).toBe("taken");
  await restarted;
});

test("what is unsigned, signed by others, damaged or cut short is refused", async () => {
  const good = signed(IMAGE);
  const changed = Buffer.from(good);
  changed[100] = (changed[100] ?? 0) ^ 1;
  const wrong = {
    unsigned: IMAGE,
    "signed by others": signed(IMAGE, otherKey),
    "one bit changed": changed,
    "another image before the same signature": Buffer.concat([
      signed(Buffer.of(0xe9, 1, 2, 3)).subarray(0, 4),
      good.subarray(IMAGE.length),
    ]),
    "cut in the image": Buffer.concat([good.subarray(0, 10_000), good.subarray(IMAGE.length)]),
    "cut in the signature": good.subarray(0, -5),
    "its length alone": good.subarray(-4),
    "a signature without image": good.subarray(IMAGE.length),
    "more behind it": Buffer.concat([good, Buffer.of(0)]),
    "signed, but for no chip": signed(Buffer.from("hello")),
  };
  const bridge = startBridge(program);
  for (const [what, image] of Object.entries(wrong)) {
    expect([what, await bridge.update(image)]).toEqual([what, "refused"]);
  }
  expect(await bridge.update(good)).toBe("taken");
});

test("an image of the file system is never begun, signed or not: what the bridge knows stays", async () => {
  const bridge = startBridge(program);
  const known = readFileSync(join(bridge.folder, "wifi-a"));
  for (const image of [Buffer.from("garbage"), signed(IMAGE)]) {
    const restarted = bridge.restarted();
    expect(await Promise.race([restarted, bridge.updateFiles(image)])).toBe("restart");
    expect(readFileSync(join(bridge.folder, "wifi-a"))).toEqual(known);
  }
});

test("who begins an update and never goes on does not keep the module for ever", async () => {
  const bridge = startBridge(program);
  const restarted = bridge.restarted();
  expect(await bridge.update(new Uint8Array())).toBe("begun");
  bridge.later(121_000);
  await restarted;
});

test("a bridge that was built without a key takes none", async () => {
  const bridge = startBridge(await buildSketch("checked"));
  const restarted = bridge.restarted();
  void bridge.update(signed(IMAGE));
  // Without a gateway it starts anew after ten minutes.
  bridge.later(601_000);
  await restarted;
  expect(existsSync(join(bridge.folder, "update"))).toBe(true);
});

test("the private key is its owner's alone, and is never overwritten", () => {
  expect(statSync(key).mode & 0o077).toBe(0);
  const before = readFileSync(key);
  expect(() => sign("make", key, header)).toThrow("is there already");
  expect(readFileSync(key)).toEqual(before);
  expect(() => sign("sign", key, join(folder, "nothing"))).toThrow("is no image");
  expect(() => sign("sign", header, join(folder, "image"))).toThrow("cannot sign");
});
