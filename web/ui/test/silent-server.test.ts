import { expect, test } from "vitest";
import { sees, visit } from "./support/browser.ts";

test("a stream that is silent for long is not trusted: the page asks, and says when nobody answers", async () => {
  const { page, server, site } = await visit({ virtualTime: true });
  await sees(page, "8 of 8");
  const asked = () => site.asked.filter(({ route }) => route === "state").length;
  await page.clock.fastForward(26_000);
  await expect.poll(asked).toBe(1);
  await page.route("**/api/v1/state", (route) => route.abort());
  await page.route("**/api/v1/live", (route) => route.abort());
  await page.clock.fastForward(26_000);
  await page.clock.fastForward(2_000);
  await sees(page, "No connection to the lockers.");
  server.goAway();
});
