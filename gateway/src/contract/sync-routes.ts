/** What the sync process may do: served on a socket of its own. Nothing here opens a door but a command that the gateway checks. */
import { z } from "zod";
import type { Route } from "./route.ts";
import { Done } from "./schemas.ts";
import { SyncBatch, SyncCommand, SyncLedger, SyncPlace, SyncReport } from "./sync-schemas.ts";

const position = z.number().int().min(0);

export const SYNC_ROUTES = {
  syncLedger: {
    method: "get",
    path: "/v1/sync/ledger",
    audience: "sync",
    about: "Which life of the ledger this is, and how far central's copy of it has come.",
    response: SyncLedger,
    errors: [],
  },
  syncBatch: {
    method: "post",
    path: "/v1/sync/batch",
    audience: "sync",
    about: "Events after a sequence and rows after a revision, at most `most` of each.",
    body: z.object({
      after: position,
      rowsAfter: position,
      most: z.number().int().min(1).max(1000).default(1000),
    }),
    response: SyncBatch,
    errors: ["sync_no_such_event"],
  },
  syncPlaces: {
    method: "post",
    path: "/v1/sync/places",
    audience: "sync",
    about:
      "The hashes of events, to find the last one that central has as well. Those that are not there are left out.",
    body: z.object({ sequences: z.array(position).max(64) }),
    response: z.array(SyncPlace),
    errors: [],
  },
  syncKept: {
    method: "post",
    path: "/v1/sync/kept",
    audience: "sync",
    about:
      "What central has now. Refused with sync_fork when the event with this sequence has another hash here.",
    body: z.object({
      epoch: z.string(),
      sequence: position,
      hash: z.string(),
      rev: position,
      /** Ids of commands whose end central has taken. */
      acknowledged: z.array(z.string()).max(1000).default([]),
    }),
    response: Done,
    errors: ["sync_fork"],
  },
  syncCommands: {
    method: "post",
    path: "/v1/sync/commands",
    audience: "sync",
    about:
      "Commands of central admins. Each id is carried out once; what became of it comes with the next batches.",
    body: z.object({ commands: z.array(SyncCommand).max(100) }),
    bodyLimit: 1_048_576,
    response: Done,
    errors: [],
  },
  syncNewLife: {
    method: "post",
    path: "/v1/sync/new-life",
    audience: "sync",
    about:
      "Begins a new life of the ledger, because central has other events of this one: it comes from an old copy.",
    body: z.object({ epoch: z.string(), above: position }),
    response: SyncLedger,
    errors: ["sync_fork"],
  },
  syncReport: {
    method: "post",
    path: "/v1/sync/report",
    audience: "sync",
    about: "How the sync process is.",
    body: SyncReport,
    response: Done,
    errors: [],
  },
  syncDue: {
    method: "get",
    path: "/v1/sync/due",
    audience: "sync",
    about: "Server-sent events: `due` when the next cycle should not wait for its time.",
    events: { due: z.object({ why: z.enum(["asked", "command", "open"]) }) },
    errors: ["overloaded"],
  },
} as const satisfies Record<string, Route>;
