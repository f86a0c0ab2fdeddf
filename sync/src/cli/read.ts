/** Text of a file that somebody named. */
import { readFileSync } from "node:fs";
import { CentralError } from "../central/index.ts";

/** `-` is what is piped in. Throws CentralError. */
export function read(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (cause) {
    const { code = "unknown" } = cause as NodeJS.ErrnoException;
    throw new CentralError("bad_option", `The file ${file} cannot be read (${code}).`, { cause });
  }
}
