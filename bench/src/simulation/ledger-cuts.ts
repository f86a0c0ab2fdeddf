/**
 * SQLite's own promise, apart from everything else: the ledger's real writes are recorded, cut anywhere, torn and
 * reordered between syncs as a disk may, and what is left is opened as the gateway opens it.
 */
import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { type Figure, figure } from "../figure.ts";
import type { CutResult } from "./ledger-cuts/cut-ledger.ts";

const WORKER = fileURLToPath(new URL("./ledger-cuts/cut-worker.js", import.meta.url));
const WORKERS_MOST = 2;

export interface LedgerCutsOptions {
  readonly cuts: number;
  readonly seed: string;
}

export async function* ledgerCuts({ cuts, seed }: LedgerCutsOptions): AsyncIterable<Figure> {
  const workers = Math.min(WORKERS_MOST, availableParallelism());
  const share = Math.ceil(cuts / workers);
  const results = await Promise.all(
    Array.from({ length: workers }, (_, index) => cutInProcess(`${seed}/${index}`, share)),
  );
  for (const { first } of results) if (first !== undefined) console.error(`ledger lost: ${first}`);
  const sum = (of: (result: CutResult) => number) => results.reduce((all, one) => all + of(one), 0);
  yield figure(
    "simulate.ledger_cuts",
    sum((one) => one.cuts),
    "cuts",
    { atLeast: cuts },
  );
  yield figure(
    "simulate.ledger_cuts_lost",
    sum((one) => one.lost),
    "cuts",
    { atMost: 0 },
  );
}

function cutInProcess(seed: string, cuts: number): Promise<CutResult> {
  return new Promise((resolve, reject) => {
    const worker = fork(WORKER, [seed, String(cuts)], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    let result: CutResult | undefined;
    worker.once("message", (message) => {
      result = message as CutResult;
    });
    worker.once("error", reject);
    worker.once("exit", (code) => {
      if (result) resolve(result);
      else reject(new Error(`the ledger's cuts ended with ${code} and no result`));
    });
  });
}
