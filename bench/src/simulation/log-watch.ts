/** Reads the gateway's log as an eavesdropper would: no PIN and no whole phone number may stand in it. */
import pino, { type Logger } from "pino";
import type { Violations } from "./violations.ts";

const SECRETS_MOST = 64;
const LINES_MOST = 64;

export class LogWatch {
  readonly logger: Logger;
  readonly #violations: Violations;
  readonly #secrets: string[] = [];
  /** The last ones, because a secret may be written before it is known here. */
  readonly #lines: string[] = [];

  constructor(violations: Violations) {
    this.#violations = violations;
    const write = (line: string) => {
      this.#lines.push(line);
      if (this.#lines.length > LINES_MOST) this.#lines.shift();
      for (const secret of this.#secrets) this.#look(line, secret);
    };
    this.logger = pino({ level: "debug", base: null, timestamp: false }, { write });
  }

  secret(text: string): void {
    if (this.#secrets.includes(text)) return;
    this.#secrets.push(text);
    if (this.#secrets.length > SECRETS_MOST) this.#secrets.shift();
    for (const line of this.#lines) this.#look(line, text);
  }

  #look(line: string, secret: string): void {
    if (line.includes(secret)) this.#violations.add("S9", `a secret stands in the log: ${line.trim()}`);
  }
}
