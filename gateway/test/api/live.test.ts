import { connect } from "node:net";
import { expect, test, vi } from "vitest";
import { STREAM_LIMITS } from "../../src/http/event-streams.ts";
import { codeOf, httpRequest, sendRaw } from "../support/raw-http.ts";
import { openStream } from "../support/raw-stream.ts";
import { serveMemorySite } from "../support/served-site.ts";

test("the live stream begins with the whole state and goes on with each change", async () => {
  const { publicSocket, site } = await serveMemorySite();
  const stream = openStream(publicSocket, "/v1/live");
  expect(await stream.next()).toMatchObject({
    event: "state",
    data: { site: "Test", cabinets: [{ id: "hall" }] },
  });
  site.change("hall", { link: "down", storing: "unreachable" });
  site.change("hall", { link: "up", storing: "full" });
  expect(await stream.next()).toMatchObject({ event: "cabinet", data: { storing: "unreachable" } });
  expect(await stream.next()).toMatchObject({ event: "cabinet", data: { storing: "full" } });
});

test("a reader that leaves is forgotten", async () => {
  const { publicSocket, site } = await serveMemorySite();
  const stream = openStream(publicSocket, "/v1/live");
  await stream.next();
  expect(site.listeners).toBe(1);
  stream.close();
  await vi.waitFor(() => expect(site.listeners).toBe(0));
});

test("one stream too many is refused, until another ends", async () => {
  const { publicSocket, site } = await serveMemorySite({ streamLimits: { ...STREAM_LIMITS, streams: 2 } });
  const [first, second] = [openStream(publicSocket, "/v1/live"), openStream(publicSocket, "/v1/live")];
  await Promise.all([first.next(), second.next()]);
  const refused = await sendRaw(publicSocket, httpRequest("GET /v1/live", {}));
  expect(refused.status).toBe(503);
  expect(codeOf(refused)).toBe("overloaded");
  first.close();
  await vi.waitFor(() => expect(site.listeners).toBe(1));
  expect(await openStream(publicSocket, "/v1/live").next()).toMatchObject({ event: "state" });
});

test("a reader that does not read is dropped when its buffer is full", async () => {
  const { publicSocket, site } = await serveMemorySite({
    streamLimits: { ...STREAM_LIMITS, buffered: 10_000 },
  });
  const socket = connect(publicSocket);
  socket.write(httpRequest("GET /v1/live", {}));
  socket.pause();
  await vi.waitFor(() => expect(site.listeners).toBe(1));
  // More than the system's socket buffers take.
  for (let sent = 0; sent < 5000 && site.listeners > 0; sent += 1) {
    site.changed("hall");
    if (sent % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await vi.waitFor(() => expect(site.listeners).toBe(0));
  socket.destroy();
});

test("a silent stream carries a heartbeat", async () => {
  const { publicSocket } = await serveMemorySite({ streamLimits: { ...STREAM_LIMITS, heartbeat: 5 } });
  const stream = openStream(publicSocket, "/v1/live");
  await stream.next();
  expect(await stream.next()).toEqual({ comment: true });
});

test("closing ends streams and lets a running request end", async () => {
  const { publicSocket, operator, site, close } = await serveMemorySite();
  const stream = openStream(publicSocket, "/v1/live");
  await stream.next();
  let finish = () => {};
  site.gate = new Promise((resolve) => {
    finish = resolve;
  });
  const opening = operator.call("open", {
    params: { cabinet: "hall", locker: 1 },
    body: { reason: "closing" },
  });
  await vi.waitFor(() => expect(site.waiting).toBe(1));
  const closed = close();
  finish();
  expect(await opening).toEqual({ done: true });
  await closed;
  await stream.ended;
});

test("closing does not wait for a request that never ends", async () => {
  const { operator, site, close } = await serveMemorySite();
  site.gate = new Promise(() => {});
  const opening = operator.call("open", {
    params: { cabinet: "hall", locker: 1 },
    body: { reason: "closing" },
  });
  const outcome = opening.catch((error) => error.code);
  await vi.waitFor(() => expect(site.waiting).toBe(1));
  await close();
  // The command may have been carried out: nobody can say.
  expect(await outcome).toBe("result_unknown");
});
