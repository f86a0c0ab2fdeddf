import { afterAll, beforeAll, expect, it } from "vitest";
import { FakeGateway, startCentral, type TestCentral } from "../../src/rig/index.ts";
import { accessOf, cycleOf, lineTo, problemOf } from "../support/replicate.ts";

let central: TestCentral;
beforeAll(async () => {
  // All tables in two files that may not grow.
  const args = ["--innodb-file-per-table=0", "--innodb-data-file-path=ibdata1:12M;ibdata2:12M"];
  central = await startCentral({ args });
});
afterAll(() => central.close());

it("tells that the server is full, keeps everything, and goes on when there is room again", async () => {
  const login = await central.gateway("zurich");
  const { mariadb, root } = central;
  const line = lineTo([{ host: "127.0.0.1", port: mariadb.port }], accessOf(login, mariadb));
  const gateway = new FakeGateway();
  const cycle = cycleOf(gateway, line, 500);
  const problem = await problemOf(
    (async () => {
      for (;;) {
        gateway.events.appendMany(5000);
        await cycle.run();
      }
    })(),
  );
  expect(problem).toMatchObject({ code: "server_full", cure: "other_host" });
  const stored = await root.rows<{ n: number }>("SELECT MAX(seq) AS n FROM event");
  expect(stored[0]?.n).toBe(gateway.position);

  await root.run("DELETE FROM event WHERE seq < ?", [gateway.position - 100]);
  const { length } = gateway.events.events;
  for (let tries = 0; gateway.position < length && tries < 50; tries++) {
    line.wake();
    await cycle.run().catch(() => root.run("DELETE FROM event WHERE seq < ?", [gateway.position - 100]));
  }
  expect(gateway.position).toBe(length);
});
