/** A flood of requests on the page while people collect at the keypad. */

import { CYCLES_PER_MS } from "@holdfast/virtual";
import autocannon from "autocannon";
import { PHONE, PIN, showsText } from "./flows.ts";
import { LiveSite } from "./live-site.ts";
import { proportionalMemory } from "./memory.ts";

const RATE = 1200;
const CONNECTIONS = 100;
/** Moments between two ticks of the controller (8 ms) at which the last key goes down; each is tried. */
const PHASES = 8;
const TICK_MS = 8;

export interface Flood {
  readonly requestsPerSecond: number;
  /** Worst time from the key that ends the PIN to the energised lock, ms of the controller. */
  readonly calm: number;
  readonly flooded: number;
  /** Memory of the gateway before, and most of it during the flood, bytes. */
  readonly memoryBefore: number;
  readonly memoryMost: number;
}

export async function flood(seconds: number): Promise<Flood> {
  const site = await LiveSite.open();
  try {
    await site.startGateway();
    await site.serving();
    const url = await site.startWeb();
    await storeOne(site);
    const calm = await worstCollect(site);
    const pid = site.gateway?.pid as number;
    const memoryBefore = proportionalMemory(pid);
    let memoryMost = memoryBefore;
    const cannon = fire(url, seconds);
    let firing = true;
    void cannon.then(() => {
      firing = false;
    });
    const flooded = await worstCollect(site, () => {
      memoryMost = Math.max(memoryMost, proportionalMemory(pid));
      return firing;
    });
    const { requests } = await cannon;
    return { requestsPerSecond: requests.average, calm, flooded, memoryBefore, memoryMost };
  } finally {
    await site.close();
  }
}

function fire(url: string, duration: number): Promise<autocannon.Result> {
  const json = { "content-type": "application/json" };
  const wrong = { phone: "+41790000000", pin: "9876", requestId: "00000000-0000-4000-8000-000000000000" };
  return autocannon({
    url,
    duration,
    connections: CONNECTIONS,
    overallRate: RATE,
    workers: 1,
    requests: [
      { path: "/" },
      { path: "/api/v1/state" },
      { method: "POST", path: "/api/v1/phone-checks", headers: json, body: '{"phone":"079"}' },
      {
        method: "POST",
        path: "/api/v1/cabinets/front/lockers/5/collect",
        headers: json,
        body: JSON.stringify(wrong),
      },
    ],
  });
}

async function type(site: LiveSite, keys: string): Promise<void> {
  for (const key of keys) await site.tap(key);
}

const sees = (site: LiveSite, words: RegExp) => site.until(() => showsText(site.cabinet, words), 60_000);

async function storeOne(site: LiveSite): Promise<void> {
  await sees(site, /A Store/);
  await type(site, `A${PHONE}#`);
  await sees(site, /Choose a locker/);
  await type(site, `#${PIN}#${PIN}#`);
  await sees(site, /open/);
  await site.pass(500);
  for (const door of site.cabinet.doors) if (door.open) door.pushShut();
}

/** At each phase once, or on and on as long as `more` says so. */
async function worstCollect(site: LiveSite, more?: () => boolean): Promise<number> {
  let worst = 0;
  for (let i = 0; more ? more() : i < PHASES; i++)
    worst = Math.max(worst, await collect(site, ((i % PHASES) * TICK_MS) / PHASES));
  return worst;
}

async function collect(site: LiveSite, phaseMs: number): Promise<number> {
  const { cabinet } = site;
  await sees(site, /B Collect/);
  await type(site, `B${PHONE}#`);
  await sees(site, /PIN/);
  await type(site, PIN);
  const tick = TICK_MS * CYCLES_PER_MS;
  const wanted = Math.ceil(cabinet.cycles / tick) * tick + phaseMs * CYCLES_PER_MS;
  cabinet.runCycles(Math.max(0, Math.round(wanted) - cabinet.cycles));
  const contact = cabinet.cycles;
  const before = cabinet.relayLog.length;
  cabinet.press("#");
  await site.until(() => cabinet.relayLog.length > before);
  cabinet.release("#");
  const pulse = cabinet.relayLog[before];
  await sees(site, /finish/);
  for (const door of cabinet.doors) if (door.open && !cabinet.locks.supplyOn) door.pushShut();
  await site.tap("A");
  await site.until(() => !cabinet.locks.supplyOn);
  for (const door of cabinet.doors) if (door.open) door.pushShut();
  return ((pulse?.fromCycle ?? Number.NaN) - contact) / CYCLES_PER_MS;
}
