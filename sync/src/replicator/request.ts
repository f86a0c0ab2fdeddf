/** The request to sync_v1 that a batch of the gateway becomes. */
import type { SyncBatch, SyncCommand } from "@holdfast/gateway/contract";
import { type Command, EMPTY_HASH, SCHEMA, type SyncRequest } from "../contract/index.ts";

/** The gateway's contract is wider than central's: what does not fit is put aside there, one by one, and not here. */
export function requestOf(batch: SyncBatch, unproven = false): SyncRequest {
  const { epoch, after, hash, events, rows, acks, challenge } = batch;
  const { site, cabinets, lockers, rentals } = rows;
  const someRows = rows.to > rows.after;
  return {
    schema: SCHEMA,
    epoch: unproven ? { ...epoch, unproven: true } : epoch,
    after,
    hash,
    ...(events.length > 0 && { events }),
    ...(someRows && {
      rows: {
        after: rows.after,
        to: rows.to,
        ...(site !== undefined && { site }),
        ...(cabinets.length > 0 && { cabinets }),
        ...(lockers.length > 0 && { lockers }),
        ...(rentals.length > 0 && { rentals }),
      },
    }),
    ...(acks.length > 0 && { acks }),
    ...(challenge !== undefined && { challenge }),
  };
}

/**
 * Asks whether central has events, and changes nothing there: this life is always an older one than central's, or begins
 * after an event that is nowhere.
 */
export function findRequest(find: [number, string][]): SyncRequest {
  return { schema: SCHEMA, epoch: { counter: 1, id: "looks-for-a-place" }, after: 1, hash: EMPTY_HASH, find };
}

/** As the gateway takes it: texts no longer than there, which would keep all the others from it. */
export function commandFor(command: Command): SyncCommand {
  const { place: _place, kind, cabinet, reason, who, payload, signature, ...rest } = command;
  return {
    ...rest,
    kind: kind.slice(0, 40),
    cabinet: cabinet.slice(0, 64),
    reason: reason.slice(0, 400),
    who: who.slice(0, 200),
    payload: payload === null ? null : payload.slice(0, 8192),
    signature: signature === null ? null : signature.slice(0, 400),
  };
}
