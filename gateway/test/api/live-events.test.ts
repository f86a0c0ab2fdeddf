import { expect, test, vi } from "vitest";
import { MemorySite } from "../support/memory-site.ts";
import { openStream } from "../support/raw-stream.ts";
import { serveMemorySite } from "../support/served-site.ts";

const AT = { cabinet: "hall", locker: 3 };

test("new events come as they happen, with their sequence as id", async () => {
  const { operatorSocket, operator, site } = await serveMemorySite();
  site.record("boot", AT, "controller");
  const stream = openStream(operatorSocket, "/v1/operator/events/live");
  await vi.waitFor(() => expect(site.listeners).toBe(1));
  await operator.call("open", { params: AT, body: { reason: "first" } });
  await operator.call("open", { params: AT, body: { reason: "second" } });
  const events = [await stream.next(), await stream.next()];
  expect(events.at(-1)).toMatchObject({ event: "event", id: "3", data: { sequence: 3, reason: "second" } });
});

test("a reader that was away gets all that it missed, over many pages, and then what is new", async () => {
  const site = new MemorySite();
  for (let count = 0; count < 1050; count += 1) site.record("past", AT, "keypad");
  const { operatorSocket } = await serveMemorySite({ site });
  const stream = openStream(operatorSocket, "/v1/operator/events/live?after=7");
  for (let sequence = 8; sequence <= 1050; sequence += 1) {
    // Events that happen while the past is being sent are neither lost nor doubled.
    if (sequence === 500) site.record("meanwhile", AT, "keypad");
    expect(await stream.next()).toMatchObject({ data: { sequence } });
  }
  expect(await stream.next()).toMatchObject({ data: { sequence: 1051, kind: "meanwhile" } });
  site.record("new", AT, "keypad");
  expect(await stream.next()).toMatchObject({ data: { sequence: 1052, kind: "new" } });
});
