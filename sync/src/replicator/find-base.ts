/**
 * Where a life of the ledger goes on: after the last event that central has with the same hash. A hash covers everything
 * before it, so what they share is one stretch from the beginning, of which retention may have taken the front.
 */
import type { Central } from "./central-line.ts";
import type { Gateway } from "./gateway.ts";
import { findRequest } from "./request.ts";

export interface Base {
  readonly sequence: number;
  /** Central has nothing to compare it with. */
  readonly unproven: boolean;
}

/** Pairs that central compares in one exchange. */
const PROBES = 64;
/** More than any ledger needs: each leaves a sixtieth of what was left. */
const ROUNDS = 12;
/** Half of the first ones stand ever further from where central is: what was lost is mostly little. */
const NEAR = PROBES / 2;

export async function findBase(
  gateway: Gateway,
  central: Central,
  at: { sequence: number; hash: string },
): Promise<Base> {
  // Its own last event may be the only one that central can compare: the others are erased in time.
  const [same] = await gateway.places([at.sequence]);
  if (same?.hash === at.hash) return { sequence: at.sequence, unproven: false };

  const { head } = await gateway.ledger();
  // Common so far, and the first that is known not to be.
  let low = 0;
  let high = head.sequence + 1;
  let lowest: number | undefined;
  for (let round = 0; round < ROUNDS && high - low > 1; round++) {
    const probes = round === 0 ? firstProbes(at.sequence, high) : between(low, high, PROBES);
    const places = await gateway.places(probes);
    lowest ??= Math.min(head.sequence, ...places.map(({ sequence }) => sequence));
    const { found } = await central.exchange(
      findRequest(places.map(({ sequence, hash }) => [sequence, hash])),
    );
    low = Math.max(low, found ?? 0);
    // Those that the gateway lacks cannot be common either.
    high = Math.min(high, ...probes.filter((sequence) => sequence > low));
  }
  if (low > 0) return { sequence: low, unproven: false };
  const [beginning] = await gateway.places([0]);
  return beginning === undefined
    ? { sequence: lowest ?? head.sequence, unproven: true }
    : { sequence: 0, unproven: false };
}

function firstProbes(near: number, high: number): number[] {
  const top = Math.min(near, high - 1);
  const steps = Array.from({ length: NEAR }, (_, step) => top - (step === 0 ? 0 : 2 ** (step - 1)));
  return [...new Set([...steps.filter((sequence) => sequence > 0), ...between(0, high, NEAR)])];
}

/** At most so many numbers between two others, evenly. */
function between(low: number, high: number, most: number): number[] {
  const count = Math.min(most, high - low - 1);
  return Array.from({ length: count }, (_, at) => low + Math.ceil(((at + 1) * (high - low)) / (count + 1)));
}
