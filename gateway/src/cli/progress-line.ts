/** How far long work is: a line that the next one replaces. Nobody reads it where there is no terminal. */
import { plain } from "./text.ts";

const CLEAR_LINE = "\r\u001b[K";

export interface ProgressLine {
  show(text: string): void;
  /** Before anything else is written. */
  clear(): void;
}

export function progressLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  let shown = false;
  return {
    show(text) {
      if (!stream.isTTY) return;
      const most = Math.max(1, (stream.columns || 80) - 1);
      stream.write(`${CLEAR_LINE}${plain(text).slice(0, most)}`);
      shown = true;
    },
    clear() {
      if (shown) stream.write(CLEAR_LINE);
      shown = false;
    },
  };
}
