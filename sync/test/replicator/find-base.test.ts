import fc from "fast-check";
import { expect, it } from "vitest";
import type { SyncRequest } from "../../src/contract/index.ts";
import { findBase } from "../../src/replicator/find-base.ts";
import type { Central } from "../../src/replicator/index.ts";
import { FakeGateway } from "../../src/rig/index.ts";

/** Central's answers to `find`, of one that has these events but for the first `erased`. */
function centralWith(hashes: ReadonlyMap<number, string>, erased: number): Central & { asked: number } {
  return {
    asked: 0,
    host: undefined,
    async exchange({ find = [] }: SyncRequest) {
      this.asked++;
      expect(find.length).toBeLessThanOrEqual(64);
      const same = find.filter(([sequence, hash]) => sequence > erased && hashes.get(sequence) === hash);
      const found = same.length === 0 ? null : Math.max(...same.map(([sequence]) => sequence));
      return { code: "stale_epoch", found } as never;
    },
  };
}

/** Hashes are counted, not computed: a million of them is quick. */
function gatewayWith(length: number, forkedAt: number): FakeGateway {
  const gateway = new FakeGateway();
  const hashAt = (sequence: number) => (sequence > forkedAt ? `other ${sequence}` : `same ${sequence}`);
  gateway.places = async (sequences) =>
    sequences
      .filter((sequence) => sequence <= length)
      .map((sequence) => ({ sequence, hash: sequence === 0 ? "" : hashAt(sequence) }));
  gateway.ledger = async () => ({ head: { sequence: length, hash: hashAt(length) } }) as never;
  return gateway;
}

function sameUpTo(length: number): Map<number, string> {
  return new Map(Array.from({ length }, (_, at) => [at + 1, `same ${at + 1}`]));
}

it("finds the last common event, wherever it is", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5000 }),
      fc.integer({ min: 1, max: 5000 }),
      fc.integer({ min: 1, max: 5000 }),
      async (ours, theirs, forkedAt) => {
        const central = centralWith(sameUpTo(theirs), 0);
        const at = { sequence: theirs, hash: `same ${theirs}` };
        const { sequence, unproven } = await findBase(gatewayWith(ours, forkedAt), central, at);
        expect({ sequence, unproven }).toEqual({
          sequence: Math.min(ours, theirs, forkedAt),
          unproven: false,
        });
      },
    ),
  );
});

it("needs few exchanges for a million events", async () => {
  const central = centralWith(sameUpTo(1_000_000), 0);
  const at = { sequence: 1_000_000, hash: "same 1000000" };
  expect(await findBase(gatewayWith(1_000_000, 314_159), central, at)).toMatchObject({ sequence: 314_159 });
  expect(central.asked).toBeLessThanOrEqual(4);
});

it("finds it above what central has erased, when central is not far from it", async () => {
  const central = centralWith(sameUpTo(10_000), 9_900);
  const at = { sequence: 10_000, hash: "same 10000" };
  expect(await findBase(gatewayWith(20_000, 9_950), central, at)).toMatchObject({ sequence: 9_950 });
});

it("begins at nothing where they have nothing in common", async () => {
  const central = centralWith(sameUpTo(100), 0);
  const at = { sequence: 100, hash: "same 100" };
  expect(await findBase(gatewayWith(50, 0), central, at)).toEqual({ sequence: 0, unproven: false });
});

it("begins unproven at its first event where its own beginning is missing", async () => {
  const gateway = gatewayWith(100, 0);
  const { places } = gateway;
  gateway.places = async (sequences) => places(sequences.filter((sequence) => sequence > 40));
  const central = centralWith(sameUpTo(100), 0);
  const base = await findBase(gateway, central, { sequence: 100, hash: "same 100" });
  expect(base.unproven).toBe(true);
  expect(base.sequence).toBeGreaterThan(40);
});
