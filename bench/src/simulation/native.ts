/**
 * What the controller's core is put through natively (firmware/controller/host): power cuts, flipped bits, fuzzed frames.
 * `nativeFigures` is for `npm run simulate`; `fuzzCommands` says how to let libFuzzer run for longer than in `npm test`.
 */
import { buildNative, type NativeProgram, runNative } from "@holdfast/controller/native";
import { type Figure, figure } from "../figure.ts";

const CUTS = 100_000;
const FRAMES = 10_000_000;
/** Cabinets in use of which every bit is flipped. */
const STATES = 8;
/** One process for each core. */
const PROCESSES = 2;

/** Shares `count` out to the processes, each with seeds of its own, and adds up what they print. */
async function shared(
  program: string,
  what: readonly string[],
  count: number,
  seed: number,
): Promise<Record<string, number>> {
  const runs = await Promise.all(
    Array.from({ length: PROCESSES }, async (_, index) => {
      const parameters = [...what, String(count / PROCESSES), String(seed + index * 1_000_000)];
      const { stdout, stderr } = await runNative(program, parameters);
      if (stderr !== "") console.error(stderr.trimEnd());
      if (stdout === "") throw new Error(`${program} ${parameters.join(" ")} did not end`);
      return JSON.parse(stdout) as Record<string, number>;
    }),
  );
  const sums: Record<string, number> = {};
  for (const run of runs)
    for (const [name, value] of Object.entries(run)) sums[name] = (sums[name] ?? 0) + value;
  return sums;
}

/** The figures of the native campaigns; about two minutes on two cores. */
export async function* nativeFigures(seed = 1): AsyncGenerator<Figure> {
  const campaign = await buildNative("campaign", "fast");
  const { cuts = 0, lost = Number.NaN } = await shared(campaign, ["cuts"], CUTS, seed);
  yield figure("simulate.controller_cuts", cuts, "cuts", { atLeast: CUTS });
  yield figure("simulate.controller_cuts_lost", lost, "histories", { atMost: 0 });

  const { opened = Number.NaN } = await shared(campaign, ["flips"], STATES, seed);
  yield figure("simulate.eeprom_flips_opened", opened, "bits", { atMost: 0 });

  const loop = await buildNative("fuzz-loop", "fast");
  const { frames = 0, accepted = Number.NaN, refused_whole = 0 } = await shared(loop, [], FRAMES, seed);
  if (refused_whole > 0)
    throw new Error(`${refused_whole} whole frames were refused: the fuzzer proves nothing`);
  yield figure("simulate.fuzz_frames", frames, "frames", { atLeast: FRAMES });
  yield figure("simulate.fuzz_accepted", accepted, "frames", { atMost: 0 });
}

/** Command lines that run libFuzzer for `seconds` each, after building the three fuzzers. */
export async function fuzzCommands(seconds: number): Promise<string[]> {
  const names = ["frames", "handshake", "messages"] as const;
  return Promise.all(
    names.map(async (name) => {
      const program: NativeProgram = `fuzz-${name}`;
      const path = await buildNative(program, "fuzzer");
      return `${path} -max_total_time=${seconds} -max_len=300 firmware/controller/host/fuzz/corpus/${name}`;
    }),
  );
}
