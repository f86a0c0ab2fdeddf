/** Reads the gateway's log as an eavesdropper would: no PIN and no whole phone number may stand in it. */
import pino, { type Logger } from "pino";
import type { Violations } from "./violations.ts";

const KEPT_MOST = 64;

export class LogWatch {
  readonly logger: Logger;
  readonly #secrets: string[] = [];

  constructor(violations: Violations, level = "info") {
    const write = (line: string) => {
      const secret = this.#secrets.find((one) => line.includes(one));
      if (secret !== undefined) violations.add("S9", `a secret stands in the log: ${line.trim()}`);
    };
    this.logger = pino({ level, base: null, timestamp: false }, { write });
  }

  secret(text: string): void {
    if (this.#secrets.includes(text)) return;
    this.#secrets.push(text);
    if (this.#secrets.length > KEPT_MOST) this.#secrets.shift();
  }
}
