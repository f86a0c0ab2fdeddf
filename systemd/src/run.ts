import { spawnSync } from "node:child_process";

/** Runs a program to its end; throws what it complained about. With `output`, what it printed. */
export function run(
  program: string,
  args: readonly string[],
  { output = false, env = {}, cwd }: { output?: boolean; env?: Record<string, string>; cwd?: string } = {},
): string {
  const result = spawnSync(program, args, {
    encoding: "utf8",
    env: { ...process.env, ...env },
    stdio: ["ignore", output ? "pipe" : "inherit", "pipe"],
    maxBuffer: 64 * 1024 * 1024,
    ...(cwd !== undefined && { cwd }),
  });
  if (result.error) throw result.error;
  if (result.status !== 0) throw new Error(`${program} ended with ${result.status}: ${result.stderr.trim()}`);
  return result.stdout ?? "";
}
