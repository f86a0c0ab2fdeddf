import { expect, test } from "vitest";
import { runChaos } from "../../src/simulation/sync/chaos.ts";
import { core } from "../simulation/support/core.ts";

const SIZE = {
  seconds: 25,
  sites: 2,
  nodes: 1,
  gatewayKills: 5,
  syncKills: 3,
  databaseKills: 2,
  eventsASecond: 100,
  commandsASecond: 4,
} as const;

test("kills and old backups lose, double and alter nothing", { timeout: 300_000 }, async () => {
  const told: string[] = [];
  const progress = (text: string) => void told.push(text);
  const result = await runChaos({ seed: "1", make: core(), progress, size: SIZE }).catch((error: Error) => {
    throw new Error(`${error.message}\n${told.join("\n")}`);
  });
  expect(result.differences).toEqual({ lost: 0, doubled: 0, altered: 0, examples: [] });
  expect(result.events).toBeGreaterThan(1000);
  expect(result.commands).toBeGreaterThan(30);
  expect(result).toMatchObject({ databaseKills: 2 });
  // Four more where the backups are taken and restored.
  expect(result.gatewayKills).toBe(9);
});
