import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ledgerFile, overwrite } from "../support/kept-ledger.ts";
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

test("a second gateway moves nothing away, whatever it would think of the ledger", async () => {
  const folder = temporaryFolder();
  const first = startGatewayProcess(NOBODY, folder);
  await first.ready;
  const data = join(folder, "data");
  overwrite(ledgerFile(data), 0, new Uint8Array(100));
  const { code, output } = await startGatewayProcess(NOBODY, folder).ended;
  expect({ code, output }).toEqual({ code: 75, output: expect.stringContaining("error ledger_locked: ") });
  expect(existsSync(join(data, "quarantine"))).toBe(false);
});
