/** What a ledger's file says in the end, read without any code of the gateway. */
import Database from "better-sqlite3";
import type { CommandAtGateway, KnownEvent } from "./compare.ts";

export function readLedger(file: string): KnownEvent[] {
  const db = new Database(file);
  try {
    return db.prepare<[], KnownEvent>("SELECT sequence, hash, body FROM event ORDER BY sequence").all();
  } finally {
    db.close();
  }
}

/**
 * By the command's id. An event that several ledgers have is taken once. `idOf`: the command of each reason, for what a
 * controller tells of an effect is its reason.
 */
export function commandsOf(
  events: readonly KnownEvent[],
  idOf: ReadonlyMap<string, string>,
): Map<string, CommandAtGateway> {
  const commands = new Map<string, CommandAtGateway>();
  const of = (id: string) => {
    const known = commands.get(id) ?? { started: 0, ended: [], effects: 0 };
    commands.set(id, known);
    return known;
  };
  const kinds = new Map<string, number>();
  const once = new Map(events.map((event) => [event.hash, event]));
  for (const { body } of once.values()) {
    const event = JSON.parse(body) as Told;
    const id = event.detail?.id ?? idOf.get(event.reason ?? "");
    if (id === undefined) continue;
    if (event.kind === "central_command") of(id).started++;
    else if (event.kind === "central_command_put_off") of(id).started--;
    else if (event.kind === "central_command_ended") of(id).ended.push(event.outcome ?? "");
    else if (event.outcome === undefined || event.outcome === "done") {
      const kind = `${event.kind} ${id}`;
      const times = (kinds.get(kind) ?? 0) + 1;
      kinds.set(kind, times);
      of(id).effects = Math.max(of(id).effects, times);
    }
  }
  return commands;
}

interface Told {
  readonly kind: string;
  readonly outcome?: string;
  readonly reason?: string;
  readonly detail?: { readonly id?: string };
}
