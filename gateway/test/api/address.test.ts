import { expect, test } from "vitest";
import { codeOf, httpRequest, post, sendRaw } from "../support/raw-http.ts";
import { serveMemorySite } from "../support/served-site.ts";

const STORE = JSON.stringify({ phone: "0791234567", requestId: "6f2b8f5e-38a5-4b7e-9a52-6d1c5a3f0e11" });
const store = (cabinet: string, locker: string) =>
  post(`/v1/cabinets/${cabinet}/lockers/${locker}/store`, STORE);

test.each([
  ["an address that is nothing", httpRequest("GET /v2/state", {}), 404, "not_found"],
  ["the root", httpRequest("GET /", {}), 404, "not_found"],
  ["a slash too many", httpRequest("GET /v1/state/", {}), 404, "not_found"],
  ["capital letters", httpRequest("GET /V1/State", {}), 404, "not_found"],
  ["a method that the address does not take", httpRequest("DELETE /v1/state", {}), 405, "method_not_allowed"],
  ["a GET where a POST belongs", httpRequest("GET /v1/phone-checks", {}), 405, "method_not_allowed"],
  ["percent signs that mean nothing", httpRequest("GET /v1/receipts/%E0%A4%A", {}), 404, "no_such_receipt"],
  ["a receipt of a wrong form", httpRequest("GET /v1/receipts/abc", {}), 404, "no_such_receipt"],
  [
    "a receipt that nobody has",
    httpRequest(`GET /v1/receipts/${"A".repeat(22)}`, {}),
    404,
    "no_such_receipt",
  ],
  ["a cabinet that does not exist", store("yard", "3"), 404, "no_such_cabinet"],
  ["a cabinet of a wrong form", store("Hall%20", "3"), 404, "no_such_cabinet"],
  ["a locker that does not exist", store("hall", "9"), 404, "no_such_locker"],
  ["locker 0", store("hall", "0"), 404, "no_such_locker"],
  ["a locker that is no number", store("hall", "three"), 404, "no_such_locker"],
  ["half a locker", store("hall", "3.5"), 404, "no_such_locker"],
  ["a request that is no HTTP", Buffer.from("OPEN LOCKER 3\r\n\r\n"), 400, "bad_request"],
  ["headers without end", httpRequest("GET /v1/state", { "X-Long": "x".repeat(10_000) }), 400, "bad_request"],
])("%s is answered by a problem", async (_what, request, status, code) => {
  const { publicSocket } = await serveMemorySite();
  const answer = await sendRaw(publicSocket, request);
  expect(answer.status).toBe(status);
  expect(codeOf(answer)).toBe(code);
});

test("a wrong method is told which ones are right", async () => {
  const { publicSocket } = await serveMemorySite();
  const answer = await sendRaw(publicSocket, httpRequest("DELETE /v1/state", {}));
  expect(answer.head).toMatch(/^Allow: HEAD, GET\r?$/m);
});

test.each([["after=1&after=2"], ["after=x"], ["after=-1"], ["last=0"], ["last=1001"], ["last=1.5"]])(
  "the query %s is refused",
  async (query) => {
    const { operatorSocket } = await serveMemorySite();
    const answer = await sendRaw(operatorSocket, httpRequest(`GET /v1/operator/events?${query}`, {}));
    expect(codeOf(answer)).toBe("bad_request");
  },
);

test("HEAD is answered without a body, also for a stream", async () => {
  const { publicSocket } = await serveMemorySite();
  for (const path of ["/v1/state", "/v1/live"]) {
    const answer = await sendRaw(publicSocket, httpRequest(`HEAD ${path}`, {}));
    expect(answer).toMatchObject({ status: 200, body: "" });
  }
});
