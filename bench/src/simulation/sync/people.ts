/** Central admins who queue commands, people who store, and somebody who asks for each cycle. */
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { type Kind, queueCommand } from "@holdfast/sync/central";
import type { Prng } from "../prng.ts";
import type { CentralUnderTest } from "./central-under-test.ts";
import type { ChaosSite } from "./chaos-site.ts";
import { LOCKERS } from "./serve-cabinet.ts";

const CYCLE_EVERY_MS = 250;
const STORE_EVERY_MS = 1500;
/** Lockers of the people; the others are for taking out of service. */
const FIRST_RENTED = 5;
const MINUTES = 60;

export interface Stop {
  stopped: boolean;
}

export class Admins {
  /** The gateway of each command that central acknowledged and did not lose, by the command's id. */
  promised = new Map<string, string>();
  queued = 0;
  #backup = new Map<string, string>();

  /** To be called with central's own. */
  backedUp(): void {
    this.#backup = new Map(this.promised);
  }

  restored(): void {
    this.promised = new Map(this.#backup);
  }

  async work(
    central: CentralUnderTest,
    sites: readonly ChaosSite[],
    prng: Prng,
    aSecond: number,
    until: Stop,
  ): Promise<void> {
    const began = performance.now();
    for (let asked = 0; !until.stopped; ) {
      const due = ((performance.now() - began) / 1000) * aSecond;
      if (asked >= due) {
        await pause(20);
        continue;
      }
      asked++;
      // Refused or unknown: nothing was promised.
      await this.#queue(central, prng.pick(sites).name, prng, asked).catch(() => {});
    }
  }

  #queue(central: CentralUnderTest, gateway: string, prng: Prng, number: number): Promise<void> {
    const kind = prng.pick<Kind>(["out_of_service", "in_service", "label", "release"]);
    const [from, to] =
      kind === "release" ? [FIRST_RENTED, LOCKERS] : [1, kind === "label" ? LOCKERS : FIRST_RENTED - 1];
    const reason = `chaos ${number}`;
    const label = kind === "label" ? { label: `No. ${number}` } : {};
    const order = {
      kind,
      gateway,
      cabinet: "front",
      locker: prng.between(from, to),
      reason,
      minutes: MINUTES,
      ...label,
    };
    return central.ask(async (admin) => {
      const { id } = await queueCommand(admin, order);
      this.queued++;
      this.promised.set(id, gateway);
    });
  }
}

/** Somebody stores where a locker is free; central's admins release it. */
export async function store(site: ChaosSite, prng: Prng, until: Stop): Promise<void> {
  while (!until.stopped) {
    const state = await site.customer.call("state", {}).catch(() => undefined);
    const free = state?.cabinets[0]?.lockers.find(
      (locker) => locker.state === "free" && locker.number >= FIRST_RENTED,
    );
    const body = { phone: `+4179${prng.digits(7)}`, requestId: randomUUID() };
    const params = { cabinet: "front", locker: free?.number ?? FIRST_RENTED };
    if (free) await site.customer.call("store", { params, body }).catch(() => {});
    await pause(STORE_EVERY_MS);
  }
}

/** The schedule has minutes; a test has none. */
export async function hurry(site: ChaosSite, until: Stop): Promise<void> {
  while (!until.stopped) {
    await site.operator.call("syncNow", {}).catch(() => {});
    await pause(CYCLE_EVERY_MS);
  }
}
