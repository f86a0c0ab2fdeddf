/**
 * Commands of central admins, each carried out once. That one was begun stands in the ledger before anything is sent to
 * a controller; whoever finds it there after a sudden end says that nobody knows what became of it, and never does it
 * again. What cannot be begun now is left alone: central hands it out again.
 */
import { setImmediate } from "node:timers/promises";
import type { Logger } from "pino";
import type { Clock } from "../clock.ts";
import { HoldfastError } from "../contract/error.ts";
import type { SyncAcknowledgement, SyncCommand } from "../contract/sync-schemas.ts";
import type { CentralCommand, CentralEnd } from "../ledger/central-command-store.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Random } from "../random.ts";
import { type Act, actOf, type CentralDesk, lockerExists } from "./central-acts.ts";
import { CentralRecord } from "./central-record.ts";
import { OpenPermit } from "./open-permit.ts";

export interface CentralCommandsOptions {
  readonly ledger: Ledger;
  readonly desk: CentralDesk;
  /** Of those who may order a door open; undefined: nobody. */
  readonly openKey: string | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** There is something to acknowledge. */
  onFinished(): void;
}

interface Waiting {
  readonly command: SyncCommand;
  /** Monotonic: not to be begun from then on. */
  readonly until: number;
}

const WAITING_MOST = 1000;
const EXPIRED = "its time was over before it could be begun";
const NOT_ALLOWED = "open_not_allowed: this site lets nobody open its doors from central";
/** Nothing was sent, or the controller did nothing. */
const NO_EFFECT: readonly string[] = ["cabinet_unreachable", "cabinet_busy", "firmware_too_old"];

export class CentralCommands {
  readonly #o: CentralCommandsOptions;
  readonly #record: CentralRecord;
  readonly #permit: OpenPermit | undefined;
  /** Ids that wait or are under way. */
  readonly #open = new Set<string>();
  /** By cabinet, as long as somebody works there. */
  readonly #queues = new Map<string, Waiting[]>();
  #closed = false;

  constructor(options: CentralCommandsOptions) {
    const { ledger, desk, openKey, clock, random } = options;
    this.#o = options;
    this.#record = new CentralRecord(ledger, clock, (at) => lockerExists(desk, at));
    this.#permit = openKey === undefined ? undefined : new OpenPermit(openKey, clock, random);
  }

  /** Commands that are not finished. */
  get openCount(): number {
    return this.#open.size;
  }

  /** What an order to open a door must name; undefined where there are none. */
  get challenge(): string | undefined {
    return this.#permit?.challenge;
  }

  /** What became of commands and central does not know yet. */
  acks(): SyncAcknowledgement[] {
    return this.#record.toTell();
  }

  acknowledged(ids: readonly string[]): void {
    this.#record.acknowledged(ids);
  }

  /** Returns before anything is begun. */
  take(commands: readonly SyncCommand[]): void {
    if (this.#closed) return;
    const now = this.#o.clock.monotonic();
    for (const command of commands) {
      if (this.#open.has(command.id) || this.#record.knows(command.id)) continue;
      if (this.#open.size >= WAITING_MOST) return;
      this.#await({ command, until: now + command.ttl_ms });
    }
  }

  /** Begins nothing more. What is not told until the ledger closes will be unknown at the next start. */
  close(): void {
    this.#closed = true;
  }

  #await(waiting: Waiting): void {
    const { id, cabinet } = waiting.command;
    this.#open.add(id);
    const queue = this.#queues.get(cabinet);
    if (queue) queue.push(waiting);
    else void this.#workAt(cabinet, [waiting]);
  }

  /** One after the other; everything else in this process has its turn between them. */
  async #workAt(cabinet: string, queue: Waiting[]): Promise<void> {
    this.#queues.set(cabinet, queue);
    for (let next = queue.shift(); next; next = queue.shift()) {
      await setImmediate();
      if (this.#closed) return;
      const { id } = next.command;
      try {
        await this.#carryOut(next);
      } catch (error) {
        this.#o.log.error({ err: error, command: id }, "a command from central could not be recorded");
      }
      this.#open.delete(id);
    }
    this.#queues.delete(cabinet);
  }

  async #carryOut({ command, until }: Waiting): Promise<void> {
    const { clock, desk, log } = this.#o;
    if (clock.monotonic() >= until) return this.#end(command, "expired", EXPIRED);
    let act: Act;
    try {
      act = actOf(desk, command);
    } catch (error) {
      return this.#end(command, ...endOf(error));
    }
    if (act.reaches && !desk.reachable(command)) return;
    if (act.opens) {
      const objection = this.#permit ? this.#permit.use(command) : NOT_ALLOWED;
      if (objection !== undefined) return this.#end(command, "refused", objection);
    }
    this.#record.start(recordOf(command));
    const failure = await act.run().then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    if (failure === undefined) return this.#end(command, "done");
    const { error } = failure;
    const told = error instanceof HoldfastError;
    if (!told) log.error({ err: error, command: command.id }, "a command from central failed");
    // An order to open is for this moment: nobody shall be surprised by a door that opens later.
    if (told && NO_EFFECT.includes(error.code) && !act.opens) {
      return this.#record.putOff(recordOf(command), error.code);
    }
    this.#end(command, ...endOf(error));
  }

  #end(command: SyncCommand, state: CentralEnd, result?: string): void {
    this.#record.end(recordOf(command), state, result);
    this.#o.onFinished();
  }
}

function recordOf({ id, kind, cabinet, locker, reason, who }: SyncCommand): CentralCommand {
  return { id, kind, cabinet, locker, reason, who };
}

function endOf(error: unknown): [state: CentralEnd, result: string] {
  if (!(error instanceof HoldfastError)) return ["unknown", "internal: the log of the gateway tells more"];
  const state = error.code === "result_unknown" ? "unknown" : "refused";
  return [state, `${error.code}: ${error.message}`];
}
