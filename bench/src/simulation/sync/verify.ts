/** Compares what is on the disks in the end: every ledger of every gateway with every database. */
import { type Central, centralState, compareSite } from "@holdfast/sync/central";
import type { CentralUnderTest } from "./central-under-test.ts";
import type { ChaosSite } from "./chaos-site.ts";
import {
  type CommandInCentral,
  compareCommands,
  compareEvents,
  type Differences,
  type KnownEvent,
  type KnownLedger,
  tell,
} from "./compare.ts";
import { commandsOf, readLedger } from "./read-ledger.ts";

const PAGE = 5000;

/** Gives the number of events. `promised`: the gateway of each command that central has to know, by the command's id. */
export async function verifyHistory(
  differences: Differences,
  central: CentralUnderTest,
  sites: readonly ChaosSite[],
  promised: ReadonlyMap<string, string>,
): Promise<number> {
  let events = 0;
  for (const site of sites) {
    const ledgers = ledgersOf(site);
    events += ledgers.at(-1)?.events.length ?? 0;
    for (const [index, node] of central.nodes.entries()) {
      const admin = await central.admin(node);
      const where = `${site.name} at database ${index + 1}`;
      compareEvents(differences, where, ledgers, await eventsIn(admin, site.name));
      const commands = await commandsIn(admin, site.name);
      const reasons = new Map(commands.map(({ id, reason }) => [reason, id]));
      const all = ledgers.flatMap((ledger) => ledger.events);
      const ids = [...promised].filter(([, gateway]) => gateway === site.name).map(([id]) => id);
      compareCommands(differences, where, new Set(ids), commands, commandsOf(all, reasons));
    }
  }
  return events;
}

/** While the gateways still run and nothing waits: lockers and open rentals are in every database as they are at the site. */
export async function verifyRows(
  differences: Differences,
  central: CentralUnderTest,
  sites: readonly ChaosSite[],
): Promise<void> {
  for (const site of sites) {
    const state = await site.operator.call("siteState", {});
    for (const [index, node] of central.nodes.entries()) {
      const copy = await centralState(await central.admin(node), site.name, state);
      for (const { what, site: here, central: there, means } of compareSite(state, copy)) {
        if (means !== "conflict") continue;
        tell(
          differences,
          "altered",
          `${site.name} at database ${index + 1}, ${what}: ${there}, and not ${here}`,
        );
      }
    }
  }
}

/** The one that it has now is the last one. */
function ledgersOf(site: ChaosSite): KnownLedger[] {
  const old = site.old.map(({ file, head, promisedTo }) => ({
    events: readLedger(file),
    acknowledged: head,
    promisedTo,
  }));
  const events = readLedger(site.ledger);
  return [...old, { events, acknowledged: site.head, promisedTo: site.drainedTo }];
}

async function eventsIn(admin: Central, name: string): Promise<KnownEvent[]> {
  const all: (KnownEvent & { epoch: number })[] = [];
  let last = { epoch: 0, sequence: 0 };
  for (;;) {
    const page = await admin.rows<KnownEvent & { epoch: number }>(
      `SELECT e.epoch, e.seq AS sequence, LOWER(HEX(e.hash)) AS hash, e.body FROM event AS e
       JOIN gateway AS g ON g.id = e.gateway_id
       WHERE g.name = ? AND (e.epoch, e.seq) > (?, ?) ORDER BY e.epoch, e.seq LIMIT ${PAGE}`,
      [name, last.epoch, last.sequence],
    );
    all.push(...page);
    if (page.length < PAGE) return all;
    last = page.at(-1) as (typeof page)[number];
  }
}

function commandsIn(admin: Central, name: string): Promise<CommandInCentral[]> {
  return admin.rows<CommandInCentral>(
    `SELECT c.id, c.state, c.reason FROM command AS c JOIN gateway AS g ON g.id = c.gateway_id
     WHERE g.name = ? ORDER BY c.place`,
    [name],
  );
}
