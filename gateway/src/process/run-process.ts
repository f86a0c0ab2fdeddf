/**
 * The life of one of our processes: start or say why not, tell who waits that it is ready, end cleanly and in time when
 * asked, and end at once when something happens that nobody foresaw (what was acknowledged is on disk by then).
 */
import type { Logger } from "pino";
import { systemClock } from "../clock.ts";
import { StartupError } from "../startup-error.ts";
import { SystemdNotify } from "./systemd-notify.ts";

export interface Running {
  log: Logger;
  /** Told to the parent with the ready message and logged. */
  ready: Readonly<Record<string, string>>;
  /** Throws when the process is not well, else says in a few words how it is. */
  health?(): string;
  close(): Promise<void>;
}

/** Longer than any close takes, shorter than the two seconds that are promised. */
const CLOSE_LIMIT = 1800;

export async function runProcess(start: () => Promise<Running>): Promise<void> {
  // Ending while starting is ending: nothing that is half open needs care.
  const interrupt = () => process.exit(0);
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, interrupt);
  let running: Running;
  try {
    running = await start();
  } catch (error) {
    process.stderr.write(describe(error));
    process.exit(error instanceof StartupError ? error.exitCode : 1);
  }
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.off(signal, interrupt);
    // Not once: a second Ctrl-C while closing would otherwise kill half-way.
    process.on(signal, () => void end(running));
  }
  endWithParent(running);
  const { log, ready } = running;
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (error) => {
      log.fatal({ err: error }, "unforeseen error");
      process.exit(1);
    });
  }
  log.info(ready, "ready");
  if (systemd.deaf) log.warn("$NOTIFY_SOCKET is set: start through bin/with-notify-socket");
  systemd.ready(running.health ?? (() => "ready"));
  process.send?.({ type: "ready", ...ready });
}

/** A parent that is killed cannot end its children; the closed channel tells them. */
function endWithParent(running: Running): void {
  if (process.send) process.once("disconnect", () => void end(running));
}

const systemd = new SystemdNotify({ environment: process.env, clock: systemClock });
let ending = false;

async function end({ log, close }: Running): Promise<void> {
  if (ending) return;
  ending = true;
  setTimeout(() => {
    log.warn("closing takes too long, ending without");
    process.exit(1);
  }, CLOSE_LIMIT).unref();
  log.info("ending");
  systemd.stopping();
  await close();
  process.exit(0);
}

function describe(error: unknown): string {
  if (error instanceof StartupError) return `error ${error.code}: ${error.message}\nhint: ${error.hint}\n`;
  return `error internal: ${error instanceof Error ? error.stack : String(error)}\n`;
}
