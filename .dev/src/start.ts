/**
 * `npm start`: gateway and web with a virtual cabinet that runs the real firmware, and one URL to look at.
 * `npm start -- --config FILE`: gateway and web with the cabinets of that file, and sync where it has a section [sync].
 * Ctrl-C ends everything.
 */
import type { ChildProcess } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { endChild, type ReadyMessage, startChild } from "./child.ts";
import { CABINET, demoConfiguration } from "./demo-configuration.ts";
import { freePort } from "./free-port.ts";
import { pairDemo } from "./pair-demo.ts";

const GATEWAY = "gateway/dist/bundle/main.js";
const WEB = "web/server/dist/bundle/main.js";
const SYNC = "sync/dist/bundle/main.js";
const VIRTUAL = "firmware/virtual/dist/main.js";

type GatewayState = "running" | "stopped";

/** Children in the order in which they were started; ended in the opposite order. */
const children = new Set<ChildProcess>();
let ending = false;

async function start(entry: string, args: string[]): Promise<{ child: ChildProcess; ready: ReadyMessage }> {
  const { child, ready } = await startChild(entry, args);
  children.add(child);
  child.once("exit", () => children.delete(child));
  return { child, ready };
}

async function endAll(code: number): Promise<never> {
  if (!ending) {
    ending = true;
    for (const child of [...children].reverse()) await endChild(child);
  }
  process.exit(code);
}

/** A process that ends by itself takes the others with it; the gateway of the demonstration may be stopped. */
function needed(child: ChildProcess, name: string): void {
  child.once("exit", (code, signal) => {
    if (ending) return;
    console.error(`${name} ended unexpectedly (${signal ?? code}).`);
    void endAll(1);
  });
}

async function startReal(config: string): Promise<string | undefined> {
  const gateway = await start(GATEWAY, ["--config", config]);
  needed(gateway.child, "gateway");
  const web = await start(WEB, ["--config", config]);
  needed(web.child, "web");
  if (gateway.ready.syncSocket !== undefined) {
    const sync = await start(SYNC, ["--config", config]);
    needed(sync.child, "sync");
  }
  return web.ready.url;
}

async function startDemo(data: string, panelPort: number): Promise<string> {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const ports = {
    panel: await freePort(panelPort),
    web: await freePort(panelPort + 1),
    uart: await freePort(panelPort + 2),
  };
  const config = join(data, "holdfast.toml");
  writeFileSync(config, demoConfiguration(ports));
  const eeprom = join(data, "controller.eeprom");
  pairDemo(data, CABINET, eeprom);

  const virtual = await start(VIRTUAL, [
    ...["--panel-port", String(ports.panel)],
    ...["--uart-port", String(ports.uart)],
    ...["--eeprom", eeprom],
    ...["--customer-url", `http://127.0.0.1:${ports.web}/`],
  ]);
  needed(virtual.child, "virtual cabinet");
  const web = await start(WEB, ["--config", config]);
  needed(web.child, "web");
  const startGateway = async () => (await start(GATEWAY, ["--config", config])).child;
  runGateway(virtual.child, await startGateway(), startGateway);
  return virtual.ready.url ?? `http://127.0.0.1:${ports.panel}/`;
}

/** Lets the panel's button stop and start the gateway. */
function runGateway(
  virtual: ChildProcess,
  first: ChildProcess,
  startAgain: () => Promise<ChildProcess>,
): void {
  let gateway: ChildProcess | undefined;
  let work: Promise<void> = Promise.resolve();
  const tell = (state: GatewayState) => {
    if (virtual.connected) virtual.send({ type: "gateway-state", state });
  };
  const watch = (child: ChildProcess) => {
    gateway = child;
    tell("running");
    child.once("exit", () => {
      gateway = undefined;
      tell("stopped");
    });
  };
  watch(first);
  virtual.on("message", (message: { type?: string }) => {
    work = work
      .then(async () => {
        if (message.type === "gateway-stop" && gateway) await endChild(gateway);
        if (message.type === "gateway-start" && !gateway) watch(await startAgain());
      })
      .catch((error: unknown) => console.error(error instanceof Error ? error.message : error));
  });
}

const { values } = parseArgs({
  options: {
    config: { type: "string" },
    data: { type: "string", default: fileURLToPath(new URL("../../data", import.meta.url)) },
    port: { type: "string", default: "8080" },
  },
});

process.on("SIGINT", () => void endAll(0));
process.on("SIGTERM", () => void endAll(0));

try {
  const url =
    values.config === undefined
      ? await startDemo(resolve(values.data), Number(values.port))
      : await startReal(resolve(values.config));
  console.log(`\nholdfast is running. Open ${url}\nCtrl-C ends everything.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await endAll(1);
}
