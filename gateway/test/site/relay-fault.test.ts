import { expect, test } from "vitest";
import { startTestSite } from "../support/test-site.ts";

test("a relay board that does not answer is told, until it does", async () => {
  const { clock, controller, site } = await startTestSite();
  const problem = () => site.status().cabinets[0]?.problem;
  controller.relaysOk = 0xfe;
  await clock.until(() => problem() === "the relay board at 0x20 does not answer");
  expect(site.status().cabinets[0]?.link).toBe("up");
  controller.relaysOk = 0xff;
  await clock.until(() => problem() === undefined);
});
