/**
 * Rows and events as a gateway sends them. Times are wall-clock milliseconds since 1970, for showing only. Bytes are
 * lower-case hex. What does not fit here is put aside by central in event_dead and blocks nothing.
 */
import { z } from "zod";

export const LIMITS = {
  /** Of each array in a request. */
  ITEMS: 1000,
  EVENT_BODY_BYTES: 16_384,
  REQUEST_BYTES: 16_777_216,
  /** Pairs of sequence and hash that may be looked up in one request. */
  FIND: 64,
  /** Commands in one answer; the rest comes with the next. */
  COMMANDS: 20,
} as const;

/** The hash before the first event. */
export const EMPTY_HASH = "0".repeat(64);

const hex = (bytes: number) =>
  z
    .string()
    .regex(/^([0-9a-f]{2})*$/)
    .max(bytes * 2);
const milliseconds = z.int().min(0).max(99_999_999_999_999);
const id = z.int().min(1);
const cabinet = z.string().regex(/^[a-z0-9-]{1,32}$/);
const locker = z.int().min(1).max(32);
const word = (most: number) =>
  z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/)
    .max(most);

export const Hash = z.string().regex(/^[0-9a-f]{64}$/);
/** Position or revision: counts from 1; 0 is "nothing yet". */
export const Position = z.int().min(0);

export const SyncEvent = z.object({
  /** Its sequence is `after` of the request plus its place, counted from 1. */
  at: milliseconds,
  kind: word(40),
  /** SHA-256 over the previous hash in hex and `body`, in hex. */
  hash: Hash,
  /** A JSON object as text, to the byte as it was hashed. Phones are masked in it. */
  body: z.string().startsWith("{").max(LIMITS.EVENT_BODY_BYTES),
});
export type SyncEvent = z.infer<typeof SyncEvent>;

const row = { rev: id };

export const SiteRow = z.object({
  ...row,
  name: z.string().max(60),
  software: z.string().max(40),
  /** JSON as text, without secrets. */
  settings: z.string().max(1_048_576).nullish(),
  /** What a site needs to be built again, AES-256-GCM under its recovery key. */
  sealed: hex(1_048_576).nullish(),
});
export type SiteRow = z.infer<typeof SiteRow>;

export const CabinetRow = z.object({
  ...row,
  cabinet,
  name: z.string().max(40),
  link: word(10),
  firmware: z.string().max(20).nullish(),
  problem: z.string().max(200).nullish(),
  removed: z.boolean().optional(),
  sealed: hex(65_536).nullish(),
});
export type CabinetRow = z.infer<typeof CabinetRow>;

export const LockerRow = z.object({
  ...row,
  cabinet,
  locker,
  state: word(20),
  door: word(20),
  /** A name beside the number. */
  label: z.string().max(20).nullish(),
  /** The ledger's id of the open rental. */
  rental: id.nullish(),
  /** Opaque: a MAC under a key that only the controller has. */
  verifier: hex(64).nullish(),
  sealed: hex(4096).nullish(),
});
export type LockerRow = z.infer<typeof LockerRow>;

export const RentalRow = z.object({
  ...row,
  /** The ledger's id. */
  rental: id,
  cabinet,
  locker,
  /** The controller's number of it. */
  number: z.int().min(0),
  source: word(20),
  started_at: milliseconds.nullish(),
  ended_at: milliseconds.nullish(),
  ended_by: z.string().max(40).nullish(),
  phone_masked: z.string().max(20).nullish(),
  /** HMAC-SHA-256 of the canonical number under the site's key. */
  phone_index: Hash.nullish(),
  phone_sealed: hex(255).nullish(),
  /** Only where the operator switched it on. */
  phone_clear: z
    .string()
    .regex(/^[0-9]{4,20}$/)
    .nullish(),
});
export type RentalRow = z.infer<typeof RentalRow>;
