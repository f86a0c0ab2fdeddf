import { readFileSync } from "node:fs";

/** Proportional set size of a process in bytes: Linux, proc(5), /proc/PID/smaps_rollup. */
export function proportionalMemory(pid: number): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  const kibibytes = /^Pss:\s+(\d+) kB$/m.exec(text)?.[1];
  if (kibibytes === undefined) throw new Error(`no Pss in smaps_rollup of ${pid}`);
  return Number(kibibytes) * 1024;
}
