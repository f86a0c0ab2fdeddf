/** What a site says of itself, to be compared with central's copy of it: holdfast compare, holdfast central compare. */
import { z } from "zod";
import { Time } from "./schemas.ts";
import { SyncEpoch, SyncPlace } from "./sync-schemas.ts";

const count = z.number().int().min(0);
/** The revision under which a row goes to central. */
const row = { rev: count };

export const SiteState = z.object({
  site: z.string(),
  at: Time,
  epoch: SyncEpoch,
  /** The newest event. */
  head: SyncPlace,
  /** The newest row. */
  rev: count,
  /** What central said last that it has. */
  kept: SyncPlace.extend({ rev: count }),
  lockers: z.array(
    z.object({
      ...row,
      cabinet: z.string(),
      locker: z.number().int(),
      state: z.string(),
      label: z.string(),
    }),
  ),
  /** The open ones. */
  rentals: z.array(
    z.object({
      ...row,
      rental: z.number().int(),
      cabinet: z.string(),
      locker: z.number().int(),
      number: z.number().int(),
    }),
  ),
});
export type SiteState = z.infer<typeof SiteState>;
