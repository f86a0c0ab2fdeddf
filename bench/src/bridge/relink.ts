/**
 * How long after the network is back the link is up for good, in simulated time: until then a door may have to be asked
 * for once more. The bridge's waits are counted as Arduino has them: a second for mDNS, 1.5 s for a call in vain, 300 ms to
 * hang up. What the radio needs before there is a network (boot, association, DHCP) and the air itself are not.
 */
import { SimulatedSite } from "./simulated-site.ts";

/** A link that is not up by then is not waited for. */
const GIVE_UP_MS = 15_000;
const AWAY_MS = [300, 1000, 2700, 4100, 9000, 40_000];

/** Does harm; the answer undoes it, where it lasts. */
type Harm = (site: SimulatedSite) => (() => void) | undefined;

const HARMS: readonly Harm[] = [
  (site) => {
    site.forgetBridge();
    site.forgetGateway();
    return undefined;
  },
  (site) => {
    site.forgetBridge();
    return undefined;
  },
  (site) => {
    site.forgetGateway();
    return undefined;
  },
  (site) => {
    site.stalled = true;
    return () => {
      site.stalled = false;
    };
  },
  (site) => {
    site.wifi(false);
    return () => site.wifi(true);
  },
  (site) => {
    site.power(false);
    return () => site.power(true);
  },
];

/** Seconds of the slowest return. */
export async function relinkSeconds(): Promise<number> {
  const site = await SimulatedSite.open();
  try {
    await downFor(site);
    let worst = 0;
    for (const harm of HARMS) {
      for (const away of AWAY_MS) {
        // At another moment between two heartbeats each time.
        await pass(site, away % 970);
        const undo = harm(site);
        if (undo) {
          await pass(site, away);
          undo();
        }
        worst = Math.max(worst, await downFor(site));
      }
    }
    return worst;
  } finally {
    await site.close();
  }
}

/** Seconds from now until the link is up, and is not seen down again. */
async function downFor(site: SimulatedSite): Promise<number> {
  const from = site.now;
  let upAt = from;
  while (site.now - from < GIVE_UP_MS) {
    await site.turn();
    if (!site.linked) upAt = site.now;
  }
  return (upAt - from) / 1000;
}

async function pass(site: SimulatedSite, milliseconds: number): Promise<void> {
  for (const end = site.now + milliseconds; site.now < end; ) await site.turn();
}
