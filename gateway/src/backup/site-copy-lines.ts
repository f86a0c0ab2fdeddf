/** Reads what central has of a site from a stream of lines. */
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { SiteCopyLine } from "../contract/site-copy.ts";
import { StartupError } from "../startup-error.ts";

/** Up to the line `end`. Throws StartupError central_copy_cut where a line is something else. */
export async function* siteCopyLines(stream: Readable): AsyncGenerator<SiteCopyLine> {
  const lines = createInterface({ input: stream });
  try {
    for await (const text of lines) {
      const line = parse(text);
      yield line;
      if (line.what === "end") return;
    }
  } finally {
    lines.close();
    stream.destroy();
  }
}

function parse(text: string): SiteCopyLine {
  try {
    return SiteCopyLine.parse(JSON.parse(text));
  } catch (cause) {
    // Not the line: phones are sealed in it, but a configuration may be as well.
    throw new StartupError("central_copy_cut", "What came from central is not what a site is built from.", {
      cause,
    });
  }
}
