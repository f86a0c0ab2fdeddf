import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { GatewayClient } from "@holdfast/gateway/client";
import { expect, it, onTestFinished } from "vitest";
import { NOBODY, startGatewayProcess } from "../../../gateway/test/support/run-gateway.ts";
import { queueCommand, verifyChain } from "../../src/central/index.ts";
import { eventually, temporaryFolder } from "../support/replicate.ts";
import { startSyncProcess, syncSection } from "../support/run-sync.ts";
import { ID, nameOf, useTestCentral } from "../support/use-central.ts";

const test = useTestCentral();

/** Gateway and sync as two processes with one configuration file; no cabinet is behind it. */
async function realSite() {
  const folder = temporaryFolder();
  const login = await test.login();
  const toml = `[site]\nname = "Zürich"\n\n[gateway]\ndata = "data"\n\n${syncSection(folder, login, test.central.mariadb)}\n${NOBODY}`;
  const gateway = startGatewayProcess(toml, folder);
  await gateway.ready;
  const operator = new GatewayClient({ socketPath: join(folder, "data", "operator.sock") });
  onTestFinished(() => operator.close());
  const status = async () => (await operator.call("status", {})).sync;
  return { folder, login, toml, gateway, operator, status };
}

it("copies a real gateway's ledger and rows, and says in its status how it is", async () => {
  const { folder, login, toml, operator, status } = await realSite();
  expect((await status())?.state).toBe("starting");
  const sync = startSyncProcess(folder, toml);
  await eventually(async () => (await status())?.state).toBe("ok");
  const { user } = login.credentials;
  expect(await test.value(`SELECT name FROM site WHERE gateway_id = ${ID}`, user)).toBe("Zürich");
  expect(await test.value(`SELECT COUNT(*) FROM locker WHERE gateway_id = ${ID}`, user)).toBe(8);
  // An event more, at once because somebody asks.
  await operator.call("recoveryKey", {});
  await operator.call("syncNow", {});
  await eventually(async () => (await status())?.backlog).toBe(0);
  const { position } = (await status()) ?? {};
  await eventually(() => test.value("SELECT last_seq FROM gateway WHERE account = ?", user)).toBe(position);
  const kinds = await test.rows(`SELECT kind FROM event WHERE gateway_id = ${ID} ORDER BY seq`, user);
  expect(kinds.at(-1)).toEqual({ kind: "recovery_key_shown" });
  expect(await verifyChain(test.central.root, nameOf(login))).toMatchObject({
    broken: undefined,
    proven: position,
  });
  sync.child.kill("SIGTERM");
  expect((await sync.ended).code).toBe(0);
});

it("carries out a command of a central admin and tells what became of it", async () => {
  const { folder, login, toml, status } = await realSite();
  startSyncProcess(folder, toml);
  await eventually(async () => (await status())?.state).toBe("ok");
  const order = {
    gateway: nameOf(login),
    cabinet: "hall",
    locker: 3,
    label: "bicycles",
    reason: "a reason",
    minutes: 5,
  };
  const { id } = await queueCommand(test.central.root, { kind: "label", ...order });
  const open = await queueCommand(test.central.root, { kind: "label", ...order, locker: 4, label: "post" });
  const operator = new GatewayClient({ socketPath: join(folder, "data", "operator.sock") });
  onTestFinished(() => operator.close());
  await operator.call("syncNow", {});
  for (const command of [id, open.id]) {
    await eventually(() => test.value("SELECT state FROM command WHERE id = ?", command)).toBe("done");
  }
});

it("goes on when the gateway is killed and started again", async () => {
  const { folder, login, toml, gateway, status } = await realSite();
  const sync = startSyncProcess(folder, toml);
  await eventually(async () => (await status())?.state).toBe("ok");
  gateway.child.kill("SIGKILL");
  await gateway.ended;
  await startGatewayProcess(toml, folder).ready;
  await eventually(async () => (await status())?.state).toBe("ok");
  await eventually(async () => (await status())?.backlog).toBe(0);
  expect(sync.child.exitCode).toBeNull();
  const proof = await verifyChain(test.central.root, nameOf(login));
  expect(proof).toMatchObject({ broken: undefined, proven: (await status())?.position });
});

it("goes on in a life of its own when an image of the gateway's disk was put back", async () => {
  const { folder, login, toml, gateway, operator, status } = await realSite();
  const [data, image] = [join(folder, "data"), join(folder, "image")];
  const asked = async () => {
    // Each is an event.
    await operator.call("recoveryKey", {});
    await operator.call("syncNow", {});
    await eventually(async () => (await status())?.backlog).toBe(0);
  };
  startSyncProcess(folder, toml);
  await eventually(async () => (await status())?.state).toBe("ok");
  await asked();
  gateway.child.kill("SIGTERM");
  await gateway.ended;
  cpSync(data, image, { recursive: true });
  const second = startGatewayProcess(toml, folder);
  await second.ready;
  await asked();
  await asked();
  second.child.kill("SIGTERM");
  await second.ended;
  rmSync(data, { recursive: true });
  cpSync(image, data, { recursive: true });
  await startGatewayProcess(toml, folder).ready;
  await eventually(async () => (await status())?.state).toBe("ok");
  await asked();
  expect(await test.value("SELECT epoch FROM gateway WHERE account = ?", login.credentials.user)).toBe(2);
  expect(await verifyChain(test.central.root, nameOf(login))).toMatchObject({ broken: undefined });
});
