/**
 * What the gateway gives to the sync process and takes from it. Wider than what central stores: what does not fit there is
 * put aside there, one by one. Times are wall-clock milliseconds since 1970, for showing only. Bytes are hex.
 */
import { z } from "zod";
import { Time } from "./time.ts";

const count = z.number().int().min(0);
const optionalText = z.string().nullish();

/** A life of the ledger: a restored backup begins a new one, with a greater counter and an id of its own. */
export const SyncEpoch = z.object({ counter: z.number().int().min(1), id: z.string() });
export type SyncEpoch = z.infer<typeof SyncEpoch>;

/** An event by its sequence, and the hash of the chain up to it. Sequence 0 is before the first one, 64 zeros. */
export const SyncPlace = z.object({ sequence: count, hash: z.string() });
export type SyncPlace = z.infer<typeof SyncPlace>;

export const SyncLedger = z.object({
  epoch: SyncEpoch,
  /** The sequence of the first event of this life; what is before may be in central as well. */
  firstEvent: z.number().int(),
  head: SyncPlace,
  /** What central was last known to have of this life; where to begin. */
  kept: SyncPlace.extend({ rev: count }),
  /** The name of this gateway's site, for logs. */
  site: z.string(),
});
export type SyncLedger = z.infer<typeof SyncLedger>;

export const SyncEventRow = z.object({
  at: z.number(),
  kind: z.string(),
  /** SHA-256 over the previous hash in hex and `body`, in hex. */
  hash: z.string(),
  /** The JSON text that was hashed, to the byte. */
  body: z.string(),
});

const row = { rev: z.number().int() };

export const SyncSiteRow = z.object({
  ...row,
  name: z.string(),
  software: z.string(),
  settings: optionalText,
  sealed: optionalText,
});
export const SyncCabinetRow = z.object({
  ...row,
  cabinet: z.string(),
  name: z.string(),
  link: z.string(),
  firmware: optionalText,
  problem: optionalText,
  removed: z.boolean().optional(),
});
export const SyncLockerRow = z.object({
  ...row,
  cabinet: z.string(),
  locker: z.number().int(),
  state: z.string(),
  door: z.string(),
  label: optionalText,
  rental: z.number().int().nullish(),
  verifier: optionalText,
  sealed: optionalText,
});
export const SyncRentalRow = z.object({
  ...row,
  rental: z.number().int(),
  cabinet: z.string(),
  locker: z.number().int(),
  number: z.number().int(),
  source: z.string(),
  started_at: z.number().nullish(),
  ended_at: z.number().nullish(),
  ended_by: optionalText,
  phone_masked: optionalText,
  phone_index: optionalText,
  phone_sealed: optionalText,
  phone_clear: optionalText,
});

export const SyncAcknowledgement = z.object({
  id: z.string(),
  state: z.enum(["done", "refused", "expired", "unknown"]),
  /** Why, for a person; at most 200 characters. */
  result: z.string().optional(),
});
export type SyncAcknowledgement = z.infer<typeof SyncAcknowledgement>;

/** The next part of what central lacks, in the words of sync_v1. */
export const SyncBatch = z.object({
  epoch: SyncEpoch,
  after: count,
  hash: z.string(),
  events: z.array(SyncEventRow),
  /** Events after these. */
  eventsLeft: count,
  /** All rows of which the latest revision is above `after` and not above `to`. */
  rows: z.object({
    after: count,
    to: count,
    site: SyncSiteRow.optional(),
    cabinets: z.array(SyncCabinetRow),
    lockers: z.array(SyncLockerRow),
    rentals: z.array(SyncRentalRow),
  }),
  /** Whether rows above `to` wait. */
  rowsLeft: z.boolean(),
  /** What became of commands, until `kept` says that central took it. */
  acks: z.array(SyncAcknowledgement),
  /** What an order to open must name; missing where opening is not allowed. */
  challenge: z.string().optional(),
});
export type SyncBatch = z.infer<typeof SyncBatch>;

export const SyncCommand = z.object({
  id: z.string().max(64),
  kind: z.string().max(40),
  cabinet: z.string().max(64),
  locker: z.number().int(),
  reason: z.string().max(400),
  who: z.string().max(320),
  /** From now on. 0: not to be begun any more. */
  ttl_ms: z.number().int().min(0),
  payload: z.string().max(8192).nullable(),
  signature: z.string().max(400).nullable(),
});
export type SyncCommand = z.infer<typeof SyncCommand>;

/** How the sync process is, told by it after each cycle and each failure. */
export const SyncReport = z.object({
  /** stopped: a person has to do something first. */
  state: z.enum(["ok", "retrying", "stopped"]),
  /** host:port of the server that answered last. */
  host: z.string().max(300).optional(),
  error: z
    .object({ code: z.string().max(60), message: z.string().max(500), hint: z.string().max(500) })
    .optional(),
  /** Whole seconds until it tries again. */
  nextIn: count.optional(),
  /** How many events and rows central has put aside of this gateway. */
  putAside: count.optional(),
});
export type SyncReport = z.infer<typeof SyncReport>;

/** What people see of it. */
export const SyncStatus = SyncReport.extend({
  /** starting: the sync process was not heard of since the gateway started. silent: not for three minutes. */
  state: z.enum(["starting", "ok", "retrying", "stopped", "silent"]),
  lastSuccess: Time.optional(),
  /** Seconds since, on a monotonic clock where this gateway saw it itself: how old central's data are. */
  staleSeconds: count.optional(),
  /** The last event that central has, and how many it lacks. */
  position: count,
  backlog: count,
  /** Commands from central that are not finished. */
  openCommands: count,
});
export type SyncStatus = z.infer<typeof SyncStatus>;
