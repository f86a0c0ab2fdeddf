import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { GatewayClient } from "../../src/client/index.ts";
import { NOBODY, startGatewayProcess } from "../support/run-gateway.ts";
import { temporaryFolder } from "../support/served-site.ts";

test.each(["SIGTERM", "SIGINT"] as const)(
  "it tells its parent when it is ready, answers, and ends cleanly on %s",
  async (signal) => {
    const { child, ended, ready } = startGatewayProcess(NOBODY);
    const { type, socket = "" } = await ready;
    expect(type).toBe("ready");
    const client = new GatewayClient({ socketPath: socket });
    expect(await client.call("health", {})).toMatchObject({ ok: true });
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 0 });
    expect(existsSync(socket)).toBe(false);
  },
);

test("it starts again over what a SIGKILL left behind", async () => {
  const first = startGatewayProcess(NOBODY);
  await first.ready;
  first.child.kill("SIGKILL");
  await first.ended;
  const second = startGatewayProcess(NOBODY, first.folder);
  const { socket = "" } = await second.ready;
  expect(await new GatewayClient({ socketPath: socket }).call("health", {})).toMatchObject({ ok: true });
});

test("a second gateway on the same ledger is refused, and the first goes on", async () => {
  const first = startGatewayProcess(NOBODY);
  const { socket = "" } = await first.ready;
  const { code, output } = await startGatewayProcess(NOBODY, first.folder).ended;
  expect(code).toBe(75);
  expect(output).toContain("error ledger_locked: ");
  expect(await new GatewayClient({ socketPath: socket }).call("health", {})).toMatchObject({ ok: true });
});

test("a data folder that cannot be written is a clear error", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "data"), "a file where the folder should be");
  const { code, output } = await startGatewayProcess(NOBODY, folder).ended;
  expect(code).toBe(73);
  expect(output).toMatch(/^error data_folder_unwritable: .*\nhint: /m);
});

test("a socket that cannot be made is a clear error, and the ledger is free again", async () => {
  const { ended, folder } = startGatewayProcess(`[gateway]\nsocket = "missing/gateway.sock"\n${NOBODY}`);
  expect(await ended).toMatchObject({ code: 73, output: expect.stringContaining("error socket_unusable: ") });
  expect(await startGatewayProcess(NOBODY, folder).ready).toMatchObject({ type: "ready" });
});

test("mistakes in the configuration are named", async () => {
  const { code, output } = await startGatewayProcess(`[rules]\npin_digit = 5\n${NOBODY}`).ended;
  expect(code).toBe(78);
  expect(output).toContain("holdfast.toml: rules.pin_digit: unknown key; did you mean pin_digits?");
});

test("a file that is no TOML is told with line and column", async () => {
  const { code, output } = await startGatewayProcess("nonsense").ended;
  expect(code).toBe(78);
  expect(output).toContain("holdfast.toml:1:");
});
