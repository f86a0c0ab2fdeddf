/** What must be the same in the end: each gateway's events and commands, and every database's copy of them. */

export interface KnownEvent {
  readonly sequence: number;
  readonly hash: string;
  readonly body: string;
}

/** One ledger of a gateway: the one it has now, or one that a backup took the place of. */
export interface KnownLedger {
  readonly events: readonly KnownEvent[];
  /** The last event that the gateway said it has. */
  readonly acknowledged: Pick<KnownEvent, "sequence" | "hash">;
  /** Events up to here have to be in central. */
  readonly promisedTo: number;
}

export interface Differences {
  lost: number;
  doubled: number;
  altered: number;
  /** The first ones, for a person. */
  readonly examples: string[];
}

const EXAMPLES_MOST = 20;

export function noDifferences(): Differences {
  return { lost: 0, doubled: 0, altered: 0, examples: [] };
}

export function tell(found: Differences, what: "lost" | "doubled" | "altered", example: string): void {
  found[what]++;
  if (found.examples.length < EXAMPLES_MOST) found.examples.push(`${what}: ${example}`);
}

/** `copies` are all rows of one gateway in one database, of all lives. Adds what it finds. */
export function compareEvents(
  found: Differences,
  where: string,
  ledgers: readonly KnownLedger[],
  copies: readonly KnownEvent[],
): void {
  const known = new Map<string, KnownEvent>();
  const promised = new Set<string>();
  for (const { events, acknowledged, promisedTo } of ledgers) {
    const { sequence, hash } = acknowledged;
    if (sequence > 0 && events[sequence - 1]?.hash !== hash)
      tell(found, "lost", `${where}, in the ledger, ${sequence}`);
    for (const event of events) {
      known.set(event.hash, event);
      if (event.sequence <= promisedTo) promised.add(event.hash);
    }
  }
  const seen = new Set<string>();
  for (const { sequence, hash, body } of copies) {
    const event = known.get(hash);
    if (event?.body !== body || event.sequence !== sequence)
      tell(found, "altered", `${where}, event ${sequence}`);
    else if (seen.has(hash)) tell(found, "doubled", `${where}, event ${sequence}`);
    seen.add(hash);
  }
  for (const hash of promised) {
    if (!seen.has(hash)) tell(found, "lost", `${where}, event ${known.get(hash)?.sequence}`);
  }
}

export interface CommandInCentral {
  readonly id: string;
  readonly state: string;
  readonly reason: string;
}

/** What the ledger says of it. */
export interface CommandAtGateway {
  /** How often it was begun. */
  started: number;
  readonly ended: string[];
  /** How often its reason stands at one and the same act: a release is two, for the locker is looked into first. */
  effects: number;
}

const NOTHING: CommandAtGateway = { started: 0, ended: [], effects: 0 };
const FINAL = ["done", "refused", "expired", "unknown"];

/** `promised` are the ids that central acknowledged and did not lose with its own backup. */
export function compareCommands(
  found: Differences,
  where: string,
  promised: ReadonlySet<string>,
  central: readonly CommandInCentral[],
  gateway: ReadonlyMap<string, CommandAtGateway>,
): void {
  const there = new Set(central.map(({ id }) => id));
  for (const id of promised) if (!there.has(id)) tell(found, "lost", `${where}, command ${id}`);
  for (const [id, { started, effects }] of gateway) {
    if (started <= 1 && effects <= 1) continue;
    tell(found, "doubled", `${where}, command ${id}: ${started} begun, ${effects} effects`);
  }
  for (const { id, state } of central) {
    const name = `${where}, command ${id} (${state})`;
    if (!FINAL.includes(state)) tell(found, "lost", name);
    const { ended, effects } = gateway.get(id) ?? NOTHING;
    const agree = state === "unknown" || ended.length === 0 ? state !== "done" : ended.includes(state);
    if (!agree) tell(found, "altered", `${name}: at the gateway ${ended.join(", ") || "nothing"}`);
    if (state === "done" && effects !== 1) tell(found, "altered", `${name}: ${effects} effects`);
  }
}
