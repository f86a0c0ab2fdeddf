/**
 * What central has of a site that is built again, line by line as JSON: holdfast-central read-site writes it, holdfast
 * restore reads it. First `begin` and `site`, last `end`, and the events of the chain in their order before that. Bytes are
 * hex, times wall-clock milliseconds. A module of its own: no gateway that runs needs it.
 */
import { z } from "zod";

const count = z.number().int().min(0);
const hex = z.string().regex(/^([0-9a-f]{2})*$/);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const cabinet = z.string().regex(/^[a-z0-9-]{1,32}$/);
const locker = z.number().int().min(1).max(32);
const time = z.number().int().nullable();

export const SiteCopyLine = z.discriminatedUnion("what", [
  z.object({
    what: z.literal("begin"),
    /** The life of the ledger that is read, and its last event. */
    epoch: count,
    epoch_id: z.string().min(1).max(64),
    events: count,
  }),
  z.object({ what: z.literal("site"), name: z.string(), sealed: hex.nullable() }),
  z.object({
    what: z.literal("locker"),
    cabinet,
    locker,
    label: z.string().nullable(),
    sealed: hex.nullable(),
  }),
  z.object({
    what: z.literal("rental"),
    rental: z.number().int().min(1),
    cabinet,
    locker,
    number: count,
    source: z.enum(["keypad", "web", "controller"]),
    started_at: time,
    ended_at: time,
    ended_by: z.string().nullable(),
    phone_sealed: hex.nullable(),
  }),
  /** An event of which central has the hash and not the text; those before it that did not come are missing. */
  z.object({ what: z.literal("place"), sequence: count, hash }),
  z.object({ what: z.literal("event"), sequence: count, hash, body: z.string() }),
  z.object({ what: z.literal("end"), sequence: count, hash }),
]);
export type SiteCopyLine = z.infer<typeof SiteCopyLine>;
