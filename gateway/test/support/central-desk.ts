/** Commands of central over a real ledger, with a desk that does what a test says. */
import pino from "pino";
import { onTestFinished } from "vitest";
import { HoldfastError } from "../../src/contract/error.ts";
import type { SyncCommand } from "../../src/contract/sync-schemas.ts";
import { openLedger } from "../../src/ledger/ledger.ts";
import { newOrderKey, readPrivateKey } from "../../src/open-order.ts";
import { systemRandom } from "../../src/random.ts";
import type { LockerAddress } from "../../src/site.ts";
import type { CentralDesk } from "../../src/sync/central-acts.ts";
import { CentralCommands } from "../../src/sync/central-commands.ts";
import { temporaryFolder } from "./test-site.ts";
import { VirtualClock } from "./virtual-clock.ts";

/** Two cabinets with eight lockers each. */
export class FakeDesk implements CentralDesk {
  /** `release main/3: reason`, in the order in which they began. */
  readonly done: string[] = [];
  readonly unreachable = new Set<string>();
  /** Awaited by each act. */
  gate: (at: LockerAddress) => Promise<void> = () => Promise.resolve();
  /** Acts under way. */
  running = 0;

  reachable({ cabinet, locker }: LockerAddress): boolean {
    if (!["main", "yard"].includes(cabinet)) throw new HoldfastError("no_such_cabinet");
    if (!Number.isInteger(locker) || locker < 1 || locker > 8) throw new HoldfastError("no_such_locker");
    return !this.unreachable.has(cabinet);
  }

  release = (at: LockerAddress, reason: string) => this.#act("release", at, reason);
  reissuePin = (at: LockerAddress, reason: string) => this.#act("reissue_pin", at, reason);
  open = (at: LockerAddress, reason: string) => this.#act("open", at, reason);
  setService = (at: LockerAddress, out: boolean, reason: string) =>
    this.#act(out ? "out_of_service" : "in_service", at, reason);
  label = ({ cabinet, locker }: LockerAddress, text: string, reason: string) => {
    this.done.push(`label ${cabinet}/${locker} "${text}": ${reason}`);
  };

  async #act(kind: string, at: LockerAddress, reason: string): Promise<void> {
    this.done.push(`${kind} ${at.cabinet}/${at.locker}: ${reason}`);
    this.running += 1;
    try {
      await this.gate(at);
    } finally {
      this.running -= 1;
    }
  }
}

const { privatePem, publicKey } = newOrderKey();
export const ORDER_KEY = readPrivateKey(privatePem);

export function startCommands({ openKey }: { openKey: string | undefined } = { openKey: publicKey }) {
  const folder = temporaryFolder();
  const clock = new VirtualClock();
  const logged: string[] = [];
  const log = pino({ level: "info" }, { write: (line: string) => void logged.push(line) });
  const open = () => {
    const ledger = openLedger(folder, clock.wall());
    const desk = new FakeDesk();
    const finished: string[] = [];
    const onFinished = () => finished.push(commands.acks().at(-1)?.id ?? "");
    const commands = new CentralCommands({
      ledger,
      desk,
      openKey,
      clock,
      random: systemRandom,
      log,
      onFinished,
    });
    return { ledger, desk, commands, finished };
  };
  const test = {
    clock,
    logged,
    ...open(),
    /** As after a sudden end of the process: nothing that was under way goes on. */
    restart() {
      test.commands.close();
      test.ledger.close();
      Object.assign(test, open());
    },
    /** Delivers, and waits until nothing goes on. */
    async deliver(...commands: SyncCommand[]) {
      test.commands.take(commands);
      await clock.until(() => test.commands.openCount === 0);
    },
    events: () =>
      test.ledger
        .events({})
        .map(({ kind, outcome, detail }) => `${kind} ${detail?.["id"]} ${outcome ?? ""}`.trim()),
  };
  onTestFinished(() => {
    test.commands.close();
    test.ledger.close();
  });
  return test;
}

let count = 0;

/** A good command with an id of its own; `open` is not signed. */
export function command(changes: Partial<SyncCommand> = {}): SyncCommand {
  return {
    id: `c0000000-0000-4000-8000-${String(++count).padStart(12, "0")}`,
    kind: "out_of_service",
    cabinet: "main",
    locker: 3,
    reason: "the hinge is broken",
    who: "anna@10.0.0.7",
    ttl_ms: 60_000,
    payload: null,
    signature: null,
    ...changes,
  };
}
