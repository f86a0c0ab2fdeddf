/** The machine on which this runs, as the checks of the doctor ask about it. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statfsSync, statSync } from "node:fs";
import type { Patient } from "./check.ts";

const PROGRAM_LIMIT_MS = 5000;
/** The log of a machine that is ill is long. */
const OUTPUT_LIMIT = 16 * 1024 * 1024;
const GROUP_MAY = 0o060;
const OTHERS_MAY = 0o006;

export const thisMachine: Pick<Patient, "read" | "run" | "exists" | "changed" | "space" | "access" | "now"> =
  {
    now: Date.now(),
    exists: existsSync,
    changed: (path) => attempt(() => statSync(path).mtimeMs),
    read: (path) => attempt(() => readFileSync(path, "utf8")),
    run: (program, ...args) =>
      attempt(() =>
        execFileSync(program, args, {
          encoding: "utf8",
          timeout: PROGRAM_LIMIT_MS,
          maxBuffer: OUTPUT_LIMIT,
          stdio: ["ignore", "pipe", "ignore"],
        }),
      ),
    space: (path) =>
      attempt(() => {
        const { bavail, blocks, bsize } = statfsSync(path);
        return { free: bavail * bsize, size: blocks * bsize };
      }),
    access: (path) =>
      attempt(() => {
        const { mode, gid } = statSync(path);
        if ((mode & OTHERS_MAY) === OTHERS_MAY) return true;
        const groups = execFileSync("id", ["-G", "holdfast"], {
          encoding: "utf8",
          stdio: ["ignore", "pipe", "ignore"],
        });
        // The unit has this group besides those of the user.
        const dialout = execFileSync("getent", ["group", "dialout"], { encoding: "utf8" }).split(":")[2];
        return (
          (mode & GROUP_MAY) === GROUP_MAY && [...groups.trim().split(" "), dialout].includes(String(gid))
        );
      }),
  };

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
