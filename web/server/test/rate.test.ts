import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { clientOf } from "../src/rate-limits.ts";
import { rawGet, serveWeb } from "./served-web.ts";

test("an address that asks too often has to wait, and is told how long", async () => {
  const { port } = await serveWeb({ web: { requests_a_second: 5 } });
  const answers = await Promise.all(Array.from({ length: 30 }, () => rawGet(port, "/api/v1/health")));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]?.headers["retry-after"]).toBe("1");
  expect(JSON.parse(String(refused[0]?.body))).toMatchObject({
    error: { code: "too_many_requests", retryAfter: 1 },
  });
});

test("what moves doors or sends messages has a tighter limit, which looking does not use up", async () => {
  const { post, url, gateway } = await serveWeb({ web: { door_requests_a_minute: 3 } });
  const store = async (locker: number) => {
    const body = { phone: "0791234567", requestId: randomUUID() };
    return (await post(`/api/v1/cabinets/hall/lockers/${locker}/store`, body)).status;
  };
  for (let looks = 0; looks < 10; looks += 1) expect((await fetch(`${url}/api/v1/state`)).status).toBe(200);
  expect([await store(1), await store(2), await store(3), await store(4)]).toEqual([200, 200, 200, 429]);
  expect(gateway.site.ledger).toHaveLength(3);
  expect((await fetch(`${url}/api/v1/state`)).status).toBe(200);
});

test.each([
  ["192.168.1.7", "192.168.1.7"],
  ["::ffff:192.168.1.7", "192.168.1.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:db8:1:2::1", "2001:db8:1:2"],
  ["2001:0db8::1", "2001:db8:0:0"],
  ["fe80::1%eth0", "fe80:0:0:0"],
  ["::1", "0:0:0:0"],
])("the client of %s is counted as %s", (address, client) => {
  expect(clientOf(address)).toBe(client);
});
