/**
 * Tells systemd that this process is ready, lives, and ends (sd_notify(3), sd_watchdog_enabled(3)). The connected socket
 * is given to us by bin/with-notify-socket. The sign of life is sent only when the process said that it is well, and
 * only after a whole turn of the event loop: a timer alone would also run in a process that does nothing else any more.
 */
import { writeSync } from "node:fs";
import type { Clock } from "../clock.ts";

export interface NotifyOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly pid?: number;
  /** Writes one datagram; throws when it is not taken. */
  readonly write?: (fd: number, text: string) => void;
}

/**
 * Signs of life in the time that the watchdog waits. A sync of a worn SD card was seen to hold everything up for 10.5 s:
 * of a watchdog of 30 s, two of those and the pause between two signs leave something over.
 */
const SIGNS = 6;

export class SystemdNotify {
  readonly #o: NotifyOptions;
  readonly #fd: number | undefined;
  #cancel = () => {};
  #ended = false;

  constructor(options: NotifyOptions) {
    this.#o = options;
    const { HOLDFAST_NOTIFY_FD: fd } = options.environment;
    this.#fd = fd === undefined ? undefined : Number(fd);
  }

  /** systemd waits for word and there is no way to send it. */
  get deaf(): boolean {
    return this.#fd === undefined && this.#o.environment["NOTIFY_SOCKET"] !== undefined;
  }

  /** `health` throws when the process is not well, else says in a few words how it is. */
  ready(health: () => string): void {
    this.#tell(`READY=1\nSTATUS=${health()}`);
    const pause = this.#pause();
    if (pause === undefined) return;
    const next = () => {
      if (this.#ended) return;
      this.#cancel = this.#o.clock.after(pause, () => {
        setImmediate(() => {
          this.#sign(health);
          next();
        });
      });
    };
    next();
  }

  stopping(): void {
    this.#ended = true;
    this.#cancel();
    this.#tell("STOPPING=1");
  }

  #sign(health: () => string): void {
    if (this.#ended) return;
    try {
      this.#tell(`WATCHDOG=1\nSTATUS=${health()}`);
    } catch (error) {
      // No sign of life: when this lasts, systemd starts us again.
      this.#tell(`STATUS=not well: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Milliseconds between two signs; undefined where nobody waits for them. */
  #pause(): number | undefined {
    const { environment, pid = process.pid } = this.#o;
    const { WATCHDOG_USEC: wait, WATCHDOG_PID: wanted } = environment;
    const ours = wanted === undefined || Number(wanted) === pid;
    return ours && Number(wait) > 0 ? Number(wait) / 1000 / SIGNS : undefined;
  }

  #tell(state: string): void {
    if (this.#fd === undefined) return;
    const { write = writeSync } = this.#o;
    try {
      write(this.#fd, state.replaceAll(/\n(?![A-Z]+=)/g, " "));
    } catch {
      // EAGAIN: systemd does not read at the moment. The next sign says the same.
    }
  }
}
