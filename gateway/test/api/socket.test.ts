import { spawnSync } from "node:child_process";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MemorySite } from "../support/memory-site.ts";
import { serveMemorySite, temporaryFolder } from "../support/served-site.ts";
import { serveSyncSite } from "../support/served-sync.ts";

test("the sync socket is for the group as well, and only a site that syncs has one", async () => {
  const { syncSocket } = await serveSyncSite();
  expect(statSync(syncSocket).mode & 0o777).toBe(0o660);
  expect(existsSync((await serveMemorySite()).syncSocket)).toBe(false);
});

test("the public socket is for the group, the operator's for its owner alone", async () => {
  const { publicSocket, operatorSocket } = await serveMemorySite();
  expect(statSync(publicSocket).mode & 0o777).toBe(0o660);
  expect(statSync(operatorSocket).mode & 0o777).toBe(0o600);
});

test("the socket that a killed process left behind is replaced", async () => {
  const publicSocket = join(temporaryFolder(), "gateway.sock");
  const script =
    "require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))";
  spawnSync(process.execPath, ["-e", script, publicSocket]);
  expect(existsSync(publicSocket)).toBe(true);
  const { customer } = await serveMemorySite({ publicSocket });
  expect(await customer.call("health", {})).toMatchObject({ ok: true });
});

test("a socket that a living process answers on is left to it", async () => {
  const first = await serveMemorySite();
  const second = serveMemorySite({ publicSocket: first.publicSocket, site: new MemorySite(["yard"]) });
  await expect(second).rejects.toMatchObject({ code: "socket_in_use", exitCode: 75 });
  expect((await first.customer.call("state", {})).cabinets[0]?.id).toBe("hall");
});

test("when the second socket cannot be had, the first is given back", async () => {
  const first = await serveMemorySite();
  const publicSocket = join(temporaryFolder(), "gateway.sock");
  const second = serveMemorySite({ publicSocket, operatorSocket: first.operatorSocket });
  await expect(second).rejects.toMatchObject({ code: "socket_in_use" });
  expect(existsSync(publicSocket)).toBe(false);
});

test("a file that is no socket is never removed", async () => {
  const publicSocket = join(temporaryFolder(), "precious");
  writeFileSync(publicSocket, "data");
  await expect(serveMemorySite({ publicSocket })).rejects.toMatchObject({ code: "socket_unusable" });
  expect(existsSync(publicSocket)).toBe(true);
});

test.each([
  ["whose folder is missing", join("missing", "gateway.sock")],
  ["that is too long for the system", `${"x".repeat(108)}.sock`],
])("a path %s is a clear error", async (_what, name) => {
  const publicSocket = join(temporaryFolder(), name);
  await expect(serveMemorySite({ publicSocket })).rejects.toMatchObject({
    code: "socket_unusable",
    exitCode: 73,
  });
});
