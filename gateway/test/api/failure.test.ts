import { expect, test } from "vitest";
import { HoldfastError } from "../../src/contract/index.ts";
import { MemorySite } from "../support/memory-site.ts";
import { httpRequest, sendRaw } from "../support/raw-http.ts";
import { serveMemorySite } from "../support/served-site.ts";

test("an error that nobody foresaw is answered as internal and logged once, with its stack and without the address", async () => {
  const { publicSocket, site, logged } = await serveMemorySite();
  site.failure = new Error("the disk is gone");
  const answer = await sendRaw(publicSocket, httpRequest(`GET /v1/receipts/${"A".repeat(22)}`, {}));
  expect(JSON.parse(answer.body).error).toMatchObject({ code: "internal", retryable: true });
  expect(answer.body).not.toContain("disk");
  expect(logged).toHaveLength(1);
  expect(logged[0]).toMatchObject({ route: "/v1/receipts/:receipt", err: { message: "the disk is gone" } });
  expect(JSON.stringify(logged)).not.toContain("AAAA");
});

test("a refusal of the site is answered with its figures and not logged", async () => {
  const { publicSocket, site, logged } = await serveMemorySite();
  site.failure = new HoldfastError("phone_locked", { retryAfter: 300 });
  const answer = await sendRaw(publicSocket, httpRequest("GET /v1/state", {}));
  expect(answer.status).toBe(429);
  expect(answer.head).toMatch(/^Retry-After: 300\r?$/m);
  expect(JSON.parse(answer.body).error).toMatchObject({ code: "phone_locked", retryAfter: 300 });
  expect(logged).toEqual([]);
});

test("what the contract does not name never leaves", async () => {
  class TalkativeSite extends MemorySite {
    override lockers() {
      return super.lockers().map((locker) => ({ ...locker, pin: "4711" }));
    }
  }
  const { operatorSocket } = await serveMemorySite({ site: new TalkativeSite() });
  const answer = await sendRaw(operatorSocket, httpRequest("GET /v1/operator/lockers", {}));
  expect(JSON.parse(answer.body)).toHaveLength(8);
  expect(answer.body).not.toContain("4711");
});

test("an answer that breaks the contract is internal, not passed on", async () => {
  class BrokenSite extends MemorySite {
    override health() {
      return { events: Number.NaN };
    }
  }
  const { publicSocket, logged } = await serveMemorySite({ site: new BrokenSite() });
  expect((await sendRaw(publicSocket, httpRequest("GET /v1/health", {}))).status).toBe(500);
  expect(logged).toHaveLength(1);
});
