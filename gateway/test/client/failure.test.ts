import { randomUUID } from "node:crypto";
import { createServer, type RequestListener } from "node:http";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { GatewayClient } from "../../src/client/index.ts";
import { HoldfastError } from "../../src/contract/index.ts";
import { serveMemorySite, temporaryFolder } from "../support/served-site.ts";

const AT = { cabinet: "hall", locker: 3 };

/** A gateway of the test's own making. */
async function fakeGateway(listener: RequestListener, options = {}) {
  const socketPath = join(temporaryFolder(), "fake.sock");
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return new GatewayClient({ socketPath, ...options });
}

test("a refusal comes out as the error that the site threw", async () => {
  const { customer, site } = await serveMemorySite();
  const thrown = new HoldfastError("wrong_pin", { triesLeft: 2 });
  site.failure = thrown;
  const caught = await customer.call("state", {}).catch((error) => error);
  expect(caught).toBeInstanceOf(HoldfastError);
  expect(caught.toProblem()).toEqual(thrown.toProblem());
});

test("details and waiting times come along", async () => {
  const { customer, site } = await serveMemorySite();
  const thrown = new HoldfastError("bad_request", { detail: "last: too large.", retryAfter: 7 });
  site.failure = thrown;
  await expect(customer.call("state", {})).rejects.toMatchObject({ figures: thrown.figures });
});

test("a socket that is not there is gateway_unreachable, also for what changes something", async () => {
  const client = new GatewayClient({ socketPath: join(temporaryFolder(), "none.sock") });
  await expect(client.call("state", {})).rejects.toMatchObject({
    code: "gateway_unreachable",
    retryable: true,
  });
  const body = { phone: "0791234567", requestId: randomUUID() };
  await expect(client.call("store", { params: AT, body })).rejects.toMatchObject({
    code: "gateway_unreachable",
  });
});

test.each([
  ["looks only", "gateway_unreachable"],
  ["changes something", "result_unknown"],
])("a connection that breaks after a request that %s is %s", async (what, code) => {
  const client = await fakeGateway((req) => req.socket.destroy());
  const call =
    what === "looks only"
      ? client.call("state", {})
      : client.call("finish", { body: { visit: "A".repeat(22) } });
  await expect(call).rejects.toMatchObject({ code });
});

test("an answer that does not come is given up", async () => {
  const client = await fakeGateway(() => {}, { timeout: 20 });
  await expect(client.call("state", {})).rejects.toMatchObject({ code: "gateway_unreachable" });
});

test.each([
  ["no JSON", 200, "<html>"],
  ["another shape", 200, '{"cabinets":5}'],
  [
    "a problem of an unknown code",
    418,
    '{"error":{"code":"teapot","message":"m","hint":"h","retryable":false}}',
  ],
  ["a problem of another shape", 500, '{"oops":true}'],
])("an answer that is %s is an error of the contract", async (_what, status, body) => {
  const client = await fakeGateway((_req, res) => res.writeHead(status).end(body));
  await expect(client.call("state", {})).rejects.toBeInstanceOf(HoldfastError);
});

test("one request too many at a time is refused here, not queued", async () => {
  const { operatorSocket, site } = await serveMemorySite();
  const client = new GatewayClient({ socketPath: operatorSocket, inFlight: 2 });
  let finish = () => {};
  site.gate = new Promise((resolve) => {
    finish = resolve;
  });
  const open = () => client.call("open", { params: AT, body: { reason: "because" } });
  const running = [open(), open()];
  await expect(open()).rejects.toMatchObject({ code: "overloaded" });
  finish();
  expect(await Promise.all(running)).toHaveLength(2);
  expect(await open()).toEqual({ done: true });
});

test("close ends what runs", async () => {
  const { operatorSocket, site } = await serveMemorySite();
  const client = new GatewayClient({ socketPath: operatorSocket });
  site.gate = new Promise(() => {});
  const call = client.call("open", { params: AT, body: { reason: "because" } }).catch((error) => error);
  await vi.waitFor(() => expect(site.waiting).toBe(1));
  client.close();
  expect(await call).toMatchObject({ code: "result_unknown" });
});
