/** Strangers on the line of the C core, and a gateway gone mad: libFuzzer from the kept corpora, and mutated frames. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { buildNative, runNative } from "../src/native.ts";

const FUZZ_S = 60;
const FRAMES = "200000";
const found = mkdtempSync(join(tmpdir(), "holdfast-fuzz-"));

afterAll(() => rmSync(found, { recursive: true, force: true }));

test.concurrent.each(["frames", "handshake", "messages"] as const)(
  "a minute of libFuzzer finds nothing in %s",
  async (what) => {
    const program = await buildNative(`fuzz-${what}`, "fuzzer");
    const parameters = [
      `-max_total_time=${FUZZ_S}`,
      "-max_len=300",
      `-artifact_prefix=${found}/`,
      "-verbosity=0",
      "-print_final_stats=1",
    ];
    const { code, stderr } = await runNative(program, [...parameters, found, `host/fuzz/corpus/${what}`]);
    expect(code, stderr).toBe(0);
    expect(Number(/number_of_executed_units: (\d+)/.exec(stderr)?.[1])).toBeGreaterThan(500);
  },
  (FUZZ_S + 120) * 1000,
);

test("200,000 frames made of really sealed ones: none is accepted, and the whole ones between them are", async () => {
  const program = await buildNative("fuzz-loop", "checked");
  const { stdout, stderr } = await runNative(program, [FRAMES, "1"]);
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual({ frames: Number(FRAMES), accepted: 0, refused_whole: 0 });
});
