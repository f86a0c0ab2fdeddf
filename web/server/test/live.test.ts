import { expect, test } from "vitest";
import { openEvents, serveWeb } from "./served-web.ts";

test("a browser gets the whole state first, then each change", async () => {
  const { gateway, url } = await serveWeb();
  const events = await openEvents(`${url}/api/v1/live`);
  let first = await events.next();
  // Web may not have heard of the gateway yet.
  while (first.kind === "gateway") first = await events.next();
  expect(first).toMatchObject({ kind: "state", data: { cabinets: [{ id: "hall" }] } });
  gateway.site.change("hall", { storing: "paused" });
  expect(await events.next()).toMatchObject({ kind: "cabinet", data: { storing: "paused" } });
});
