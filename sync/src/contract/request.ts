/** What a gateway sends to sync_v1: one JSON object. */
import { z } from "zod";
import { CabinetRow, Hash, LIMITS, LockerRow, Position, RentalRow, SiteRow, SyncEvent } from "./rows.ts";

/** The meaning of request and answer. Another one is another procedure. */
export const SCHEMA = 1;

export const Acknowledgement = z.object({
  id: z.string(),
  state: z.enum(["done", "refused", "expired", "unknown"]),
  /** Why, for a person; longer ones are cut. */
  result: z.string().max(200).optional(),
});
export type Acknowledgement = z.infer<typeof Acknowledgement>;

export const SyncRequest = z.object({
  schema: z.literal(SCHEMA),
  /** The least migration that central must have, where the gateway needs more than the first release had. */
  needs: z.int().min(0).max(99_999).optional(),
  /** The ledger's life: a name made at random, and a number greater than that of the life before. */
  epoch: z.object({
    counter: z.int().min(1),
    id: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
    /** Begins a life after an event that central cannot compare any more, because retention took it. */
    unproven: z.literal(true).optional(),
  }),
  /** The event before the first of `events`, and its hash: where central shall go on. */
  after: Position,
  hash: Hash,
  events: z.array(SyncEvent).max(LIMITS.ITEMS).optional(),
  /** All rows of which the latest revision is above `after` and not above `to`, each once. */
  rows: z
    .object({
      after: Position,
      to: Position,
      site: SiteRow.optional(),
      cabinets: z.array(CabinetRow).max(LIMITS.ITEMS).optional(),
      lockers: z.array(LockerRow).max(LIMITS.ITEMS).optional(),
      rentals: z.array(RentalRow).max(LIMITS.ITEMS).optional(),
    })
    .optional(),
  /** What became of commands. */
  acks: z.array(Acknowledgement).max(LIMITS.ITEMS).optional(),
  /** Pairs of sequence and hash; the answer's `found` is the greatest sequence that central has with this hash. */
  find: z
    .array(z.tuple([Position, Hash]))
    .max(LIMITS.FIND)
    .optional(),
  /**
   * Asks for a page of the gateway's own rows above a place, while a central admin allows it; nothing else of the request
   * is looked at. Events go by `epoch` and sequence (also those that were put aside: dead), lockers by `cabinet` and
   * number, rentals by id, lives by epoch.
   */
  read: z
    .object({
      what: z.enum(["life", "event", "dead", "site", "cabinet", "locker", "rental"]),
      epoch: Position.optional(),
      after: Position.optional(),
      cabinet: z
        .string()
        .regex(/^[a-z0-9-]{0,32}$/)
        .optional(),
    })
    .optional(),
  /** What a signed command must name. */
  challenge: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/)
    .optional(),
});
export type SyncRequest = z.infer<typeof SyncRequest>;

/** JSON.stringify writes half a surrogate pair as an escape, and every whole one as it is. */
const HALF_PAIR = /\\ud[89a-f]/;

/**
 * The text for sync_v1. Half a surrogate pair, which a server refuses together with everything around it, becomes U+FFFD:
 * such an event is put aside alone, because its hash does not fit any more.
 */
export function encodeRequest(request: SyncRequest): string {
  const text = JSON.stringify(request);
  // Looking at each string of a batch costs five times as much as the rest.
  if (!HALF_PAIR.test(text)) return text;
  return JSON.stringify(request, (_key, value: unknown) =>
    typeof value === "string" ? wellFormed(value) : value,
  );
}

function wellFormed(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}
