/** Carries out commands on one controller: the row first, then the link, then what the journal says. */
import { outcomeName } from "../cabinet/names.ts";
import { outcomeError } from "../cabinet/outcome-error.ts";
import { type Clock, within } from "../clock.ts";
import { HoldfastError } from "../contract/error.ts";
import type { ErrorCode } from "../contract/errors.ts";
import type { Actor, CommandOutcome, CommandRow } from "../ledger/command-store.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { CabinetLink } from "../link/cabinet-link.ts";
import type { Command, Settlement } from "../link/state.ts";
import type { PinVault } from "../messages/pin-vault.ts";

type WithoutId<C> = C extends Command ? Omit<C, "id"> : never;

export interface Order {
  readonly command: WithoutId<Command>;
  readonly locker: number;
  readonly actor: Actor;
  readonly reason?: string;
  readonly request?: { readonly key: Uint8Array; readonly fingerprint: Uint8Array };
  readonly phone?: string;
  readonly message?: number;
  /** The PIN in the command, when it must be delivered afterwards. */
  readonly pin?: string;
}

/** The journal tells of a command soon after its result. */
const JOURNAL_MS = 3000;
/** After a broken link it takes a reconnection first. */
const JOURNAL_AFTER_LOSS_MS = 5000;
/** Wrong tries are told by the journal; the answer to a wrong PIN does not wait long for them. */
const TRIES_MS = 500;
/** A jump over the ids of a ledger that was lost. */
const ID_JUMP = 2 ** 26;
const STALE_RETRIES = 40;
const NOTHING_HAPPENED: Readonly<Record<Exclude<Settlement["how"], "answered" | "unknown">, ErrorCode>> = {
  unreachable: "cabinet_unreachable",
  busy: "cabinet_busy",
  stale_id: "cabinet_busy",
  refused: "firmware_too_old",
};

export class Commander {
  readonly #cabinet: string;
  readonly #ledger: Ledger;
  readonly #link: CabinetLink;
  readonly #clock: Clock;
  readonly #vault: PinVault;
  readonly #running = new Set<number>();
  readonly #awaited = new Map<number, Set<() => void>>();
  #closed = false;

  constructor(cabinet: string, ledger: Ledger, link: CabinetLink, clock: Clock, vault: PinVault) {
    this.#cabinet = cabinet;
    this.#ledger = ledger;
    this.#link = link;
    this.#clock = clock;
    this.#vault = vault;
  }

  /** The outcome; throws when nothing was sent or nobody knows. */
  async execute(order: Order): Promise<CommandOutcome> {
    for (let tries = 0; ; tries++) {
      const id = this.#record(order);
      this.#running.add(id);
      try {
        const settlement = await this.#link.execute({ ...order.command, id } as Command);
        if (settlement.how !== "stale_id" || tries >= STALE_RETRIES)
          return await this.#conclude(id, settlement);
        this.#withdraw(id);
        this.#ledger.change(() => this.#ledger.commands.raiseIds(id + ID_JUMP));
      } finally {
        this.#running.delete(id);
      }
    }
  }

  /** The row once the journal or a drained journal has decided about it; undefined when that takes too long. */
  async settled(id: number, milliseconds: number): Promise<CommandRow | undefined> {
    const row = this.#ledger.commands.get(id);
    if (row?.state !== "sent" || this.#closed) return row;
    const told = new Promise<true>((resolve) => {
      const waiting = this.#awaited.get(id) ?? new Set();
      this.#awaited.set(
        id,
        waiting.add(() => resolve(true)),
      );
    });
    const inTime = await within(this.#clock, milliseconds, told);
    return inTime && !this.#closed ? this.#ledger.commands.get(id) : undefined;
  }

  /** Nobody will tell any more. */
  close(): void {
    this.#closed = true;
    for (const id of this.#awaited.keys()) this.tell(id);
  }

  /** The ledger knows what became of this command. */
  tell(id: number): void {
    for (const resolve of this.#awaited.get(id) ?? []) resolve();
    this.#awaited.delete(id);
  }

  /** The journal is drained: what it did not tell of and nobody waits for had no effect. */
  drained(): void {
    for (const id of this.#ledger.commands.unsettled(this.#cabinet)) {
      if (this.#running.has(id)) continue;
      this.#withdraw(id);
      this.tell(id);
    }
  }

  #record({ command, locker, actor, reason, request, phone, message, pin }: Order): number {
    const id = this.#ledger.change(() =>
      this.#ledger.commands.add({
        cabinet: this.#cabinet,
        locker,
        kind: command.name,
        actor,
        reason: reason ?? null,
        request: request?.key ?? null,
        fingerprint: request?.fingerprint ?? null,
        phone: phone ?? null,
        message: message ?? null,
        at: this.#clock.wall(),
      }),
    );
    if (pin !== undefined) this.#vault.put(id, pin);
    return id;
  }

  async #conclude(id: number, settlement: Settlement): Promise<CommandOutcome> {
    if (settlement.how === "unknown") return known(await this.settled(id, JOURNAL_AFTER_LOSS_MS));
    if (settlement.how !== "answered") {
      this.#withdraw(id);
      throw new HoldfastError(NOTHING_HAPPENED[settlement.how]);
    }
    const { result } = settlement;
    const outcome = outcomeName(result.outcome);
    if (outcome === "done") return known(await this.settled(id, JOURNAL_MS));
    const told = outcome === "wrong_pin" ? await this.settled(id, TRIES_MS) : undefined;
    const final = { outcome, rental: result.rental, wait: result.wait_s, tries: told?.tries ?? null };
    const { retryable } = outcomeError(outcome);
    this.#ledger.change(() => this.#ledger.commands.settle(id, final, !retryable));
    this.#vault.forget(id);
    return final;
  }

  #withdraw(id: number): void {
    this.#vault.forget(id);
    this.#ledger.change(() => this.#ledger.commands.makeVoid(id));
  }
}

/** What a row says; result_unknown when it says nothing. */
export function known(row: CommandRow | undefined): CommandOutcome {
  if (row?.state !== "settled" || row.outcome === null || row.outcome === "unknown") {
    throw new HoldfastError("result_unknown");
  }
  return { outcome: row.outcome, rental: row.rental ?? 0, wait: row.wait ?? 0, tries: row.tries };
}
