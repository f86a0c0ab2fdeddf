/** How old central's data are, in words. */
import type { SyncStatus } from "../contract/index.ts";
import { duration, paint, plain } from "./text.ts";

const START_IT = "Start the sync process: systemctl start holdfast-sync. Its log tells more.";

/** One line, and a hint below it where somebody has to do something. */
export function describeSync(sync: SyncStatus): string[] {
  const line = [`central data is ${age(sync)}`, ...figures(sync)].join(", ");
  if (sync.state === "ok") return [`sync      ${line}`];
  const { why, hint } = trouble(sync);
  return [
    paint(sync.state === "starting" ? "yellow" : "red", `sync      ${line}: ${why}`),
    `          ${hint}`,
  ];
}

function age({ staleSeconds, lastSuccess }: SyncStatus): string {
  if (staleSeconds !== undefined) return `${duration(staleSeconds)} old`;
  return lastSuccess === undefined ? "missing" : "of unknown age";
}

function figures({ backlog, openCommands, putAside = 0, host }: SyncStatus): string[] {
  return [
    `${backlog} ${backlog === 1 ? "event" : "events"} behind`,
    ...(openCommands > 0 ? [`${openCommands} commands open`] : []),
    ...(putAside > 0 ? [`${putAside} put aside by central`] : []),
    ...(host === undefined ? [] : [plain(host)]),
  ];
}

function trouble({ state, error, nextIn }: SyncStatus): { why: string; hint: string } {
  if (state === "starting") return { why: "the sync process has not said anything yet", hint: START_IT };
  if (state === "silent") return { why: "the sync process does not say anything any more", hint: START_IT };
  const again = nextIn === undefined ? "" : ` Next try in ${duration(nextIn)}.`;
  return {
    why: plain(error?.message ?? (state === "stopped" ? "it has stopped" : "it did not succeed")),
    hint: `${plain(error?.hint ?? "The log of the sync process tells more.")}${again}`,
  };
}
