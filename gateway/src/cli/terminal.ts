/** A person at a terminal: lines, a line of progress, and questions that take yes or no. */
import { createInterface } from "node:readline/promises";
import type { Terminal } from "./pairing-dialogue.ts";
import { plain } from "./text.ts";

export interface TerminalOptions {
  /** Where the person reads. */
  readonly output: NodeJS.WriteStream;
  /** Answers every question with yes. */
  readonly yes: boolean;
  readonly abort: AbortController;
}

const CLEAR_LINE = "\r\u001b[K";

export function terminalOf({ output, yes, abort }: TerminalOptions): Terminal {
  let shown = "";
  const clear = () => {
    if (output.isTTY && shown !== "") output.write(CLEAR_LINE);
  };
  return {
    say(text) {
      clear();
      shown = "";
      output.write(`${plain(text)}\n`);
    },
    progress(text) {
      clear();
      // Where lines stay, one for each step is enough.
      const step = text.replace(/[0-9]+ s$/, "").trimEnd();
      if (output.isTTY) output.write(plain(text));
      else if (step !== "" && step !== shown) output.write(`${plain(step)}\n`);
      shown = output.isTTY ? text : step;
    },
    async ask(question) {
      if (yes) return true;
      const lines = createInterface({ input: process.stdin, output });
      lines.on("SIGINT", () => abort.abort());
      try {
        const answer = await lines.question(`${plain(question)} [y/N] `, { signal: abort.signal });
        return /^y(es)?$/i.test(answer.trim());
      } finally {
        lines.close();
      }
    },
  };
}
