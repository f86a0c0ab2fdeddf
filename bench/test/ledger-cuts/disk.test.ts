import fc from "fast-check";
import { expect, test } from "vitest";
import { Disk, SECTOR_BYTES } from "../../src/simulation/ledger-cuts/disk.ts";
import type { Step } from "../../src/simulation/ledger-cuts/trace.ts";
import { Prng } from "../../src/simulation/prng.ts";

const write = (offset: number, fill: number, length = 2 * SECTOR_BYTES): Step => ({
  kind: "write",
  file: 0,
  offset,
  bytes: Buffer.alloc(length, fill),
});
const SYNC: Step = { kind: "sync", file: 0 };
const SYNC_FOLDER: Step = { kind: "sync_folder" };

function cuts(steps: Step[], count = 200): (Buffer | undefined)[] {
  const disk = new Disk();
  for (const step of steps) disk.take(step);
  const prng = new Prng("disk");
  return Array.from({ length: count }, () => disk.cut(prng).get(0));
}

test("what was synced under a synced name is always there", () => {
  const wanted = Buffer.alloc(2 * SECTOR_BYTES, 7);
  for (const found of cuts([write(0, 7), SYNC, SYNC_FOLDER])) expect(found).toEqual(wanted);
});

test("without a sync it is there, not there, or there in parts of a sector's size", () => {
  const kinds = new Set(
    cuts([SYNC, SYNC_FOLDER, write(0, 7)]).map((found) =>
      [0, SECTOR_BYTES].map((at) => found?.[at] ?? "-").join(""),
    ),
  );
  expect([...kinds].sort()).toEqual(["--", "07", "7-", "77"]);
});

test("later writes may be there without earlier ones", () => {
  const found = cuts([SYNC, SYNC_FOLDER, write(0, 1, 512), write(512, 2, 512)]);
  expect(found.some((bytes) => bytes?.[0] === 0 && bytes[512] === 2)).toBe(true);
});

test("a file whose folder was not synced may be missing, and a removed one back", () => {
  const made = cuts([write(0, 7), SYNC]);
  expect(new Set(made.map((bytes) => bytes === undefined))).toEqual(new Set([true, false]));
  const removed = cuts([write(0, 7), SYNC, SYNC_FOLDER, { kind: "unlink", file: 0 }]);
  expect(new Set(removed.map((bytes) => bytes === undefined))).toEqual(new Set([true, false]));
});

test("with everything synced a disk is a plain file, whatever was written and cut off", () => {
  const step = fc.oneof(
    fc.record({
      at: fc.nat(3000),
      length: fc.integer({ min: 1, max: 1500 }),
      fill: fc.integer({ min: 1, max: 255 }),
    }),
    fc.record({ cut: fc.nat(4000) }),
  );
  fc.assert(
    fc.property(fc.array(step, { minLength: 1 }), (steps) => {
      let plain = Buffer.alloc(0);
      const taken: Step[] = steps.map((one) => {
        const end = "cut" in one ? one.cut : Math.max(plain.length, one.at + one.length);
        const next = Buffer.alloc(end);
        plain.copy(next);
        if (!("cut" in one)) next.fill(one.fill, one.at, one.at + one.length);
        plain = next;
        return "cut" in one
          ? { kind: "truncate", file: 0, length: one.cut }
          : write(one.at, one.fill, one.length);
      });
      expect(cuts([...taken, SYNC, SYNC_FOLDER], 1)[0]).toEqual(plain);
    }),
  );
});
