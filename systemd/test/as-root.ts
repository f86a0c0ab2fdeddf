import { spawnSync } from "node:child_process";

/** A program and its arguments for whoever may do everything, as .dev/setup.mjs has it. */
export function asRoot(...words: string[]): [string, string[]] {
  if (process.getuid?.() === 0) return ["env", words];
  if (spawnSync("sudo", ["-n", "true"]).status === 0) return ["sudo", ["-n", ...words]];
  throw new Error("This is for root: sudo npm test -- systemd/test");
}
