import { expect, test } from "vitest";
import { NOBODY, startGatewayProcess } from "../support/run-gateway.ts";
import { temporaryFolder } from "../support/served-site.ts";

test("of gateways that are started at the same moment one serves and the others say why they do not", async () => {
  const folder = temporaryFolder();
  const all = Array.from({ length: 4 }, () => startGatewayProcess(NOBODY, folder));
  let serving = 0;
  for (const { ready } of all) void ready.then(() => serving++);
  const refused = await Promise.all(
    all.map(({ ended, ready }) => Promise.race([ended, ready.then(() => undefined)])),
  );
  const ends = refused.filter((end) => end !== undefined);
  expect(serving).toBe(1);
  expect(ends).toHaveLength(3);
  for (const { code, output } of ends) {
    expect(code).toBe(75);
    expect(output).toContain("error ledger_locked: ");
  }
});
