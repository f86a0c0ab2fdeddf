import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { runHoldfast } from "../support/run-holdfast.ts";
import { serveMemorySite } from "../support/served-site.ts";

async function reissue(...args: string[]) {
  const { site, customer, operatorSocket } = await serveMemorySite();
  const params = { cabinet: "hall", locker: 2 };
  await customer.call("store", { params, body: { phone: "0791234567", requestId: randomUUID() } });
  const run = () => runHoldfast(["reissue-pin", ...args, "--socket", operatorSocket]);
  return { site, run };
}

test("says how many PINs are on their way", async () => {
  const { run } = await reissue("--all", "hall", "--reason", "new controller");
  expect(await run()).toEqual({ code: 0, stdout: "1 new PIN for hall is on its way.\n", stderr: "" });
});

test("names each locker that failed, and exits with 1", async () => {
  const { site, run } = await reissue("--all", "--reason", "new controller");
  site.notReissued.push({ locker: 7, code: "cabinet_busy", message: "The cabinet is busy." });
  const { code, stdout } = await run();
  expect(code).toBe(1);
  expect(stdout).toContain("Locker 7: The cabinet is busy.");
});

test("--json has the same for programs", async () => {
  const { run } = await reissue("--all", "--reason", "new controller", "--json");
  expect(JSON.parse((await run()).stdout)).toEqual({ cabinet: "hall", issued: [2], failed: [] });
});

test("--all takes no locker", async () => {
  const { run } = await reissue("--all", "hall", "2", "--reason", "new controller");
  expect(await run()).toMatchObject({ code: 2, stderr: expect.stringContaining("--all takes no locker") });
});
