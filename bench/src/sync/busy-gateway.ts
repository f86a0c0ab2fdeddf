/**
 * A real gateway that also has events of its own making: busy-gateway.js --config FILE. Its parent asks for them over
 * IPC (`BusyOrder`) and is told of what stands in the ledger, after the commit (`BusyNews`).
 */
import "@holdfast/gateway/lean";
import type { Ledger } from "@holdfast/gateway/ledger";

// Only now, so that what they load runs under what lean sets.
const { openLedger } = await import("@holdfast/gateway/ledger");
const { openSite } = await import("@holdfast/gateway/open-site");
const { configOption, runProcess } = await import("@holdfast/gateway/process");
const { startGateway } = await import("@holdfast/gateway/start-gateway");
const { appendEvents } = await import("./append-events.ts");

/** `append`: so many now. `rate`: so many a second from now on. */
export type BusyOrder = { readonly append: number } | { readonly rate: number };
export interface BusyNews {
  readonly type: "head";
  readonly sequence: number;
  readonly hash: string;
}

const EVERY_MS = 50;

let ledger: Ledger | undefined;
let timer: NodeJS.Timeout | undefined;

function append(count: number): void {
  if (ledger === undefined) return;
  appendEvents(ledger, count);
  process.send?.({ type: "head", ...ledger.head } satisfies BusyNews);
}

function keepUp(rate: number): void {
  clearInterval(timer);
  let [done, from] = [0, performance.now()];
  timer = setInterval(() => {
    const due = Math.floor(((performance.now() - from) / 1000) * rate);
    if (due > done) append(due - done);
    done = due;
  }, EVERY_MS);
}

process.on("message", (order: BusyOrder) => {
  if ("append" in order) append(order.append);
  else keepUp(order.rate);
});

await runProcess(() =>
  startGateway(configOption(process.argv.slice(2)), async (options) => {
    ledger = openLedger(options.folder, Date.now());
    const { site, close } = await openSite({ ...options, ledger });
    return {
      site,
      close: async () => {
        clearInterval(timer);
        ledger = undefined;
        await close();
      },
    };
  }),
);
