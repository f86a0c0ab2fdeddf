/** The changes that the recorded ledger goes through: each follows from the seed, so that a reader knows what to find. */
import type { Ledger } from "@holdfast/gateway/ledger";
import { Prng } from "../prng.ts";

export const LOCKERS = 8;
const CABINET = "cuts";

/** What must be in a ledger after so many changes. */
export interface Expected {
  /** The number of the rental in each locker, 0 for none. */
  readonly rentals: readonly number[];
  /** The change that wrote the slot of each locker last, 0 for none. */
  readonly slots: readonly number[];
  readonly commands: number;
}

interface Plan {
  readonly locker: number;
  readonly withCommand: boolean;
  readonly padding: number;
}

export class Changes {
  readonly #plans: Plan[];
  readonly #expected: Expected[];

  constructor(seed: string, count: number) {
    const prng = new Prng(seed);
    this.#plans = Array.from({ length: count }, () => ({
      locker: prng.between(1, LOCKERS),
      withCommand: prng.chance(0.3),
      padding: prng.chance(0.05) ? 9000 : prng.below(200),
    }));
    let last: Expected = { rentals: Array(LOCKERS).fill(0), slots: Array(LOCKERS).fill(0), commands: 0 };
    this.#expected = [last];
    for (const [index, { locker, withCommand }] of this.#plans.entries()) {
      const change = index + 1;
      const held = last.rentals[locker - 1] !== 0;
      last = {
        rentals: last.rentals.with(locker - 1, held ? 0 : change),
        slots: last.slots.with(locker - 1, change),
        commands: last.commands + (withCommand ? 1 : 0),
      };
      this.#expected.push(last);
    }
  }

  /** Carries out the change with this number, from 1 on. */
  carryOut(ledger: Ledger, change: number): void {
    const { locker, withCommand, padding } = this.#plans[change - 1] as Plan;
    ledger.change((append) => {
      const open = ledger.rentals.open(CABINET, locker);
      if (open) ledger.rentals.end(open.id, 0, "finish");
      else ledger.rentals.start(rentalOf(locker, change));
      if (withCommand) ledger.commands.add(commandOf(locker));
      append({
        at: 0,
        kind: open ? "finish" : "store",
        actor: "controller",
        cabinet: CABINET,
        detail: { change, padding: "x".repeat(padding) },
      });
      ledger.cabinets.setSlot(CABINET, { locker, record: bytesOf(change), kept: null, damaged: 0 });
    });
  }

  /** What is not as it should be after so many changes; undefined when all is. */
  fault(ledger: Ledger, changes: number): string | undefined {
    const wanted = this.#expected[changes];
    if (!wanted) return `there are ${changes} changes`;
    const rentals = Array.from(
      { length: LOCKERS },
      (_, index) => ledger.rentals.open(CABINET, index + 1)?.number ?? 0,
    );
    const slots: number[] = Array(LOCKERS).fill(0);
    for (const { locker, record } of ledger.cabinets.slots(CABINET)) slots[locker - 1] = numberOf(record);
    if (rentals.join() !== wanted.rentals.join()) return `rentals are ${rentals}, not ${wanted.rentals}`;
    if (slots.join() !== wanted.slots.join()) return `slots are ${slots}, not ${wanted.slots}`;
    const commands = ledger.commands.unsettled(CABINET).length;
    return commands === wanted.commands ? undefined : `${commands} commands, not ${wanted.commands}`;
  }
}

function rentalOf(locker: number, number: number) {
  const when = { epoch: 1, started_at: 0, receipt: null };
  return { cabinet: CABINET, locker, number, phone: "41791234567", source: "keypad", ...when } as const;
}

function commandOf(locker: number) {
  const nothing = { reason: null, request: null, fingerprint: null, phone: null, message: null };
  return { cabinet: CABINET, locker, kind: "operator_open", actor: "operator", at: 0, ...nothing } as const;
}

function bytesOf(number: number): Uint8Array {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32LE(number);
  return bytes;
}

function numberOf(record: Uint8Array | null): number {
  return record ? Buffer.from(record).readUInt32LE() : 0;
}
