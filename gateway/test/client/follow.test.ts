import { expect, test, vi } from "vitest";
import type { StreamEvent } from "../../src/contract/index.ts";
import { MemorySite } from "../support/memory-site.ts";
import { serveMemorySite } from "../support/served-site.ts";

test("the live stream is followed through a restart of the gateway, whole state first each time", async () => {
  const first = await serveMemorySite();
  const seen: string[] = [];
  first.customer.follow("live", () => ({}), {
    event: ({ kind, data }) => seen.push(kind === "state" ? `state of ${data.site}` : kind),
    down: (error) => seen.push(error.code),
    up: () => seen.push("up"),
  });
  await vi.waitFor(() => expect(seen).toEqual(["up", "state of Test"]));
  first.site.changed("hall");
  await vi.waitFor(() => expect(seen.at(-1)).toBe("cabinet"));
  await first.close();
  await vi.waitFor(() => expect(seen.at(-1)).toBe("gateway_unreachable"));
  await serveMemorySite({ publicSocket: first.publicSocket });
  await vi.waitFor(() => expect(seen.slice(-2)).toEqual(["up", "state of Test"]));
  // Told once, however many tries it took.
  expect(seen.filter((what) => what === "gateway_unreachable")).toHaveLength(1);
});

test("a stream of events goes on where it ended", async () => {
  const site = new MemorySite();
  const at = { cabinet: "hall", locker: 1 };
  const first = await serveMemorySite({ site });
  site.record("one", at, "keypad");
  const seen: StreamEvent<"liveEvents">["data"][] = [];
  const after = () => ({ query: { after: seen.at(-1)?.sequence ?? 0 } });
  first.operator.follow("liveEvents", after, { event: ({ data }) => seen.push(data) });
  await vi.waitFor(() => expect(seen).toHaveLength(1));
  await first.close();
  site.record("while away", at, "keypad");
  await serveMemorySite({ site, operatorSocket: first.operatorSocket });
  await vi.waitFor(() => expect(seen.map(({ kind }) => kind)).toEqual(["one", "while away"]));
});

test("a stream that is no longer wanted is not tried again", async () => {
  const { customer, site } = await serveMemorySite();
  const stop = customer.follow("live", () => ({}), { event: () => {} });
  await vi.waitFor(() => expect(site.listeners).toBe(1));
  stop();
  await vi.waitFor(() => expect(site.listeners).toBe(0));
});
