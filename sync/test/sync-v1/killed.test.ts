import { afterAll, beforeAll, expect, it } from "vitest";
import { verifyChain } from "../../src/central/index.ts";
import { FakeLedger, type GatewayLogin, startCentral, type TestCentral } from "../../src/rig/index.ts";

let central: TestCentral;
let login: GatewayLogin;
beforeAll(async () => {
  central = await startCentral();
  login = await central.gateway("zurich");
});
afterAll(() => central.close());

const ledger = new FakeLedger();

/** Sends until the server is gone; nothing is counted as kept here but what an answer said. */
async function pushUntilKilled(): Promise<void> {
  const connection = login.again();
  try {
    const { last_seq } = await connection.exchange(ledger.request(0, 0));
    for (let after = last_seq ?? 0; ; ) {
      ledger.appendMany(25);
      const answer = await connection.exchange(ledger.request(after, 25));
      after = answer.last_seq ?? 0;
    }
  } catch {
    // As expected.
  } finally {
    await connection.close();
  }
}

it("loses and doubles nothing when the server is killed around COMMIT", async () => {
  for (let kill = 0; kill < 4; kill++) {
    const size = ledger.events.length;
    const pushing = pushUntilKilled();
    await expect
      .poll(() => ledger.events.length, { timeout: 20_000, interval: 1 })
      .toBeGreaterThan(size + 100);
    await central.mariadb.kill();
    await pushing;
    await central.mariadb.start();
  }
  await central.reconnect();
  const fresh = login.again();
  const { last_seq, last_hash } = await fresh.exchange(ledger.request(0, 0));
  expect(last_hash).toBe(ledger.hashAt(last_seq ?? 0));
  expect(await ledger.push(fresh, last_seq ?? 0)).toMatchObject({
    code: "ok",
    last_seq: ledger.events.length,
  });
  await fresh.close();
  expect(await verifyChain(central.root, "zurich")).toMatchObject({
    broken: undefined,
    proven: ledger.events.length,
  });
});
