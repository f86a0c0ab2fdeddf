/** The routes of the contract that the sync process uses. Loaded by a site with [sync] alone. */
import type { EventStreams } from "../http/event-streams.ts";
import type { Answers } from "../http/mount-routes.ts";
import type { SyncDesk } from "../sync/sync-desk.ts";
import { DONE } from "./answers.ts";

export function syncAnswers(desk: SyncDesk, streams: EventStreams): Answers {
  return {
    syncLedger: () => desk.ledger(),
    syncBatch: ({ body }) => desk.batch(body),
    syncPlaces: ({ body }) => desk.places(body.sequences),
    syncKept: ({ body }) => {
      desk.kept(body);
      return DONE;
    },
    syncCommands: ({ body }) => {
      desk.take(body.commands);
      return DONE;
    },
    syncNewLife: ({ body }) => desk.newLife(body),
    syncReport: ({ body }) => {
      desk.report(body);
      return DONE;
    },
    syncDue: (_input, ctx) => {
      let stop = () => {};
      const stream = streams.open(ctx, () => stop());
      stop = desk.onDue((why) => stream.send("due", { why }));
    },
  };
}
