import { afterAll, beforeAll, expect, it } from "vitest";
import { FakeLedger, type GatewayLogin, startCentral, type TestCentral } from "../../src/rig/index.ts";

let central: TestCentral;
let login: GatewayLogin;
beforeAll(async () => {
  central = await startCentral();
  login = await central.gateway("zurich");
});
afterAll(() => central.close());

it("keeps events to the byte, counts on, and answers where it stands", async () => {
  const ledger = new FakeLedger();
  ledger.append({ reason: "Zürich \u{1f512} 'quoted' \"twice\" \\ back\u0000slash" });
  ledger.appendMany(9);
  const first = await login.exchange(ledger.request(0, 4));
  expect(first).toMatchObject({ code: "ok", epoch: 1, last_seq: 4, last_hash: ledger.hashAt(4), dead: 0 });
  expect(await ledger.push(login, 4)).toMatchObject({ code: "ok", last_seq: 10, last_hash: ledger.head });
  const rows = await central.root.rows<{ seq: number; body: string; hash: string }>(
    "SELECT seq, body, LOWER(HEX(hash)) AS hash FROM event ORDER BY seq",
  );
  expect(rows).toEqual(ledger.events.map(({ body, hash }, index) => ({ seq: index + 1, body, hash })));
});
