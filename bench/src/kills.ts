/** The gateway is killed at random moments while doors are opened; what it had acknowledged must still be there. */

import { randomInt, randomUUID } from "node:crypto";
import { once } from "node:events";
import type { LedgerEvent } from "@holdfast/gateway/contract";
import { LiveSite } from "./live-site.ts";

const LOCKERS = 16;
/** Lockers of the operator; the others are rented. */
const OPERATOR_LOCKERS = [1, 2, 3, 4];
/** The gateway serves for so long until it is killed. */
const LIFE_MS = { least: 20, most: 900 };
const PAGE = 1000;

export interface Kills {
  readonly kills: number;
  readonly acknowledged: number;
  readonly lost: readonly string[];
  /** From SIGKILL until doors can be opened again, ms, sorted. */
  readonly toServing: readonly number[];
}

/** What the ledger must know for ever: an operation that was acknowledged, by its reason or receipt. */
interface Acknowledged {
  readonly reasons: Set<string>;
  readonly receipts: Map<string, number>;
}

export async function killOften(kills: number, progress: (done: number) => void): Promise<Kills> {
  const site = await LiveSite.open(LOCKERS);
  const acknowledged: Acknowledged = { reasons: new Set(), receipts: new Map() };
  const toServing: number[] = [];
  const lost: string[] = [];
  try {
    await site.startGateway();
    await site.serving();
    for (let kill = 1; kill <= kills; kill++) {
      const load = { running: true };
      const workers = [operate(site, load, acknowledged), rent(site, load, acknowledged)];
      await site.pass(randomInt(LIFE_MS.least, LIFE_MS.most));
      const from = performance.now();
      const gone = site.gateway && once(site.gateway, "exit");
      site.gateway?.kill("SIGKILL");
      load.running = false;
      await gone;
      await site.startGateway();
      await site.serving();
      toServing.push(performance.now() - from);
      await Promise.all(workers);
      lost.push(...(await lostReceipts(site, acknowledged.receipts)));
      progress(kill);
    }
    lost.push(...(await lostReasons(site, acknowledged.reasons)));
    const count = acknowledged.reasons.size + acknowledged.receipts.size;
    return { kills, acknowledged: count, lost, toServing: toServing.sort((a, b) => a - b) };
  } finally {
    await site.close();
  }
}

/** The operator opens doors and takes lockers out of service and back, each time for another reason. */
async function operate(site: LiveSite, load: { running: boolean }, { reasons }: Acknowledged): Promise<void> {
  const acts = ["open", "outOfService", "inService"] as const;
  for (let i = 0; load.running; i++) {
    const params = { cabinet: "front", locker: OPERATOR_LOCKERS[i % OPERATOR_LOCKERS.length] as number };
    const reason = randomUUID();
    const act = acts[i % acts.length] as (typeof acts)[number];
    await site.operator.call(act, { params, body: { reason } }).then(
      () => reasons.add(reason),
      () => site.pass(1),
    );
  }
}

/** Somebody rents free lockers; the operator ends their rentals when all are taken. */
async function rent(site: LiveSite, load: { running: boolean }, acknowledged: Acknowledged): Promise<void> {
  while (load.running) {
    const state = await site.customer.call("state", {}).catch(() => undefined);
    const lockers = state?.cabinets[0]?.lockers.slice(OPERATOR_LOCKERS.length) ?? [];
    const free = lockers.find((locker) => locker.state === "free");
    if (free) await store(site, free.number, acknowledged);
    else for (const { number } of lockers) await release(site, number, acknowledged);
    await site.pass(1);
  }
}

async function store(site: LiveSite, locker: number, { receipts }: Acknowledged): Promise<void> {
  const params = { cabinet: "front", locker };
  const phone = `+4179${String(randomInt(10_000_000)).padStart(7, "0")}`;
  await site.customer.call("store", { params, body: { phone, requestId: randomUUID() } }).then(
    ({ receipt }) => receipts.set(receipt, locker),
    () => {},
  );
}

async function release(site: LiveSite, locker: number, { reasons, receipts }: Acknowledged): Promise<void> {
  const reason = randomUUID();
  const ended = () => {
    for (const [receipt, at] of receipts) if (at === locker) receipts.delete(receipt);
  };
  // Asked for is enough to expect the receipt no longer: the kill may come before the answer.
  ended();
  const input = { params: { cabinet: "front", locker }, body: { reason } };
  await site.operator.call("release", input).then(
    () => reasons.add(reason),
    () => {},
  );
}

async function lostReceipts(site: LiveSite, receipts: Map<string, number>): Promise<string[]> {
  const lost: string[] = [];
  for (const [receipt, locker] of receipts) {
    const answer = await site.customer.call("receipt", { params: { receipt } }).catch(() => undefined);
    if (answer?.rental === "held") continue;
    lost.push(`the rental of locker ${locker}`);
    receipts.delete(receipt);
  }
  return lost;
}

async function lostReasons(site: LiveSite, reasons: Set<string>): Promise<string[]> {
  const missing = new Set(reasons);
  let page: LedgerEvent[];
  let after = 0;
  do {
    page = await site.operator.call("events", { query: { after } });
    for (const { reason } of page) if (reason !== undefined) missing.delete(reason);
    after = page.at(-1)?.sequence ?? after;
  } while (page.length === PAGE);
  return [...missing].map((reason) => `the operator's act ${reason}`);
}
