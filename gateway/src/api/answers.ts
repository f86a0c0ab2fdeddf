/** The routes of the contract, answered by a site. */
import { HoldfastError } from "../contract/index.ts";
import type { EventStreams } from "../http/event-streams.ts";
import type { Answers } from "../http/mount-routes.ts";
import type { Site } from "../site.ts";
import type { SyncDesk } from "../sync/sync-desk.ts";
import { streamCabinets, streamEvents } from "./streams.ts";

export const DONE = { done: true } as const;

export function customerAnswers(site: Site, streams: EventStreams): Answers {
  return {
    health: () => ({ ok: true, ...site.health() }),
    state: () => site.state(),
    live: (_input, ctx) => streamCabinets(site, streams, ctx),
    checkPhone: ({ body }) => site.checkPhone(body.phone),
    store: ({ params, body }) => site.store(params, body.phone, body.requestId),
    receipt: ({ params }) => site.receipt(params.receipt),
    resend: ({ params }) => site.resend(params.receipt),
    collect: ({ params, body }) => site.collect(params, body.phone, body.pin, body.requestId),
    finish: async ({ body }) => {
      await site.finish(body.visit);
      return DONE;
    },
    keep: ({ body }) => {
      site.keep(body.visit);
      return DONE;
    },
  };
}

export function operatorAnswers(site: Site, streams: EventStreams): Answers {
  return {
    status: () => site.status(),
    lockers: () => site.lockers(),
    open: async ({ params, body }) => {
      await site.open(params, body.reason);
      return DONE;
    },
    release: async ({ params, body }) => {
      await site.release(params, body.reason);
      return DONE;
    },
    outOfService: async ({ params, body }) => {
      await site.setService(params, true, body.reason);
      return DONE;
    },
    inService: async ({ params, body }) => {
      await site.setService(params, false, body.reason);
      return DONE;
    },
    label: ({ params, body }) => {
      site.label(params, body.label, body.reason);
      return DONE;
    },
    reissuePin: async ({ params, body }) => {
      await site.reissuePin(params, body.reason);
      return DONE;
    },
    reissuePins: ({ params, body }) => site.reissuePins(params.cabinet, body.reason),
    beginPairing: ({ params, body }) => site.beginPairing(params.cabinet, body.typed),
    pairing: ({ params }) => site.pairing(params.cabinet),
    confirmPairing: ({ params }) => site.confirmPairing(params.cabinet),
    cancelPairing: ({ params }) => site.cancelPairing(params.cabinet),
    handOver: ({ params }) => site.handOver(params.cabinet),
    takeBack: ({ params }) => {
      site.takeBack(params.cabinet);
      return DONE;
    },
    backups: () => site.backups(),
    backup: () => site.backup(),
    events: ({ query: { after, last, cabinet } }) =>
      site.events({
        ...(after !== undefined && { after }),
        ...(last !== undefined && { last }),
        ...(cabinet !== undefined && { cabinet }),
      }),
    liveEvents: ({ query }, ctx) => streamEvents(site, streams, ctx, query.after),
    messages: () => site.messages(),
    siteState: () => syncOf(site).state(),
    syncNow: () => {
      syncOf(site).ask();
      return DONE;
    },
    recoveryKey: () => syncOf(site).showRecoveryKey(),
  };
}

function syncOf({ sync }: Site): SyncDesk {
  if (!sync) throw new HoldfastError("sync_off");
  return sync;
}
