/** What the replicator asks of its gateway: the sync routes as functions, over its socket. */
import type { RoutesClient } from "@holdfast/gateway/client";
import {
  type ErrorCode,
  HoldfastError,
  type SYNC_ROUTES,
  type SyncBatch,
  type SyncCommand,
  type SyncLedger,
  type SyncPlace,
  type SyncReport,
} from "@holdfast/gateway/contract";
import { SyncProblem } from "./problem.ts";

export type SyncClient = RoutesClient<typeof SYNC_ROUTES>;

export interface BatchPlace {
  readonly after: number;
  readonly rowsAfter: number;
  readonly most: number;
}

export interface Kept {
  readonly epoch: string;
  readonly sequence: number;
  readonly hash: string;
  readonly rev: number;
  readonly acknowledged: string[];
}

/** All throw HoldfastError. */
export interface Gateway {
  ledger(): Promise<SyncLedger>;
  batch(place: BatchPlace): Promise<SyncBatch>;
  places(sequences: number[]): Promise<SyncPlace[]>;
  kept(kept: Kept): Promise<unknown>;
  commands(commands: SyncCommand[]): Promise<unknown>;
  newLife(life: { epoch: string; above: number }): Promise<SyncLedger>;
  report(report: SyncReport): Promise<unknown>;
}

export function gatewayOver(client: SyncClient): Gateway {
  return {
    ledger: () => client.call("syncLedger", {}),
    batch: (body) => client.call("syncBatch", { body }),
    places: (sequences) => client.call("syncPlaces", { body: { sequences } }),
    kept: (body) => client.call("syncKept", { body }),
    commands: (commands) => client.call("syncCommands", { body: { commands } }),
    newLife: (body) => client.call("syncNewLife", { body }),
    report: (body) => client.call("syncReport", { body }),
  };
}

export function isRefusal(error: unknown, code: ErrorCode): boolean {
  return error instanceof HoldfastError && error.code === code;
}

/** Errors that say that nobody is there, or that it is not known what became of the request. */
const AWAY: readonly ErrorCode[] = ["gateway_unreachable", "result_unknown", "overloaded", "request_timeout"];

/** What an error of the gateway means for a cycle. Others pass as they are: they are mistakes of ours. */
export function gatewayProblem(error: unknown): unknown {
  if (!(error instanceof HoldfastError)) return error;
  return new SyncProblem(AWAY.includes(error.code) ? "gateway_away" : "gateway_refused", `(${error.code})`);
}
