import { fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const MAIN = join(ROOT, "firmware/virtual/dist/main.js");

beforeAll(() => {
  const built = spawnSync(
    process.execPath,
    [join(ROOT, "node_modules/typescript/bin/tsc"), "-b", "firmware/virtual"],
    {
      cwd: ROOT,
    },
  );
  expect(built.status).toBe(0);
});

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-virtual-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function start(...args: string[]) {
  const child = fork(MAIN, ["--panel-port", "0", "--uart-port", "0", ...args], { silent: true });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let errors = "";
  child.stderr?.on("data", (chunk) => {
    errors += String(chunk);
  });
  const exit = once(child, "exit");
  return { child, exit, errors: () => errors };
}

test("it says when it is ready, keeps the EEPROM in a file, and ends cleanly on SIGTERM", async () => {
  const file = join(temporaryFolder(), "eeprom");
  const { child, exit } = start("--eeprom", file);
  const [ready] = await once(child, "message");
  expect(ready).toMatchObject({ type: "ready", url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/) });
  const visitor = new WebSocket(ready.url.replace("http", "ws"));
  let text = "";
  visitor.on("message", (data) => {
    text += String(data);
  });
  while (!text.includes("Not paired")) await once(visitor, "message");
  child.kill("SIGTERM");
  expect(await exit).toEqual([0, null]);
  const eeprom = readFileSync(file);
  expect(eeprom).toHaveLength(1024);
  expect(eeprom.some((byte) => byte !== 0xff)).toBe(true);
});

test("the gateway's switch asks the process that started it, and shows what that answers", async () => {
  const { child } = start();
  const [ready] = await once(child, "message");
  const visitor = new WebSocket(ready.url.replace("http", "ws"));
  onTestFinished(() => visitor.terminate());
  await once(visitor, "message");
  visitor.send(JSON.stringify({ type: "gateway", on: true }));
  expect((await once(child, "message"))[0]).toEqual({ type: "gateway-start" });
  child.send({ type: "gateway-state", state: "running" });
  let text = "";
  while (!text.includes('"gateway":"running"')) text = String((await once(visitor, "message"))[0]);
  visitor.send(JSON.stringify({ type: "gateway", on: false }));
  expect((await once(child, "message"))[0]).toEqual({ type: "gateway-stop" });
});

test("it ends when the process that started it is gone", async () => {
  const { child, exit } = start();
  await once(child, "message");
  child.disconnect();
  expect(await exit).toEqual([0, null]);
});

test("a port in use, a bad option and a file that is no EEPROM end it with a clear error", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => {
    taken.close();
  });
  await once(taken, "listening");
  const address = taken.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  const file = join(temporaryFolder(), "eeprom");
  writeFileSync(file, "short");
  for (const [code, ...args] of [
    ["PORT_IN_USE", "--panel-port", String(port)],
    ["BAD_OPTION", "--uart-port", "many"],
    ["BAD_OPTION", "--unknown"],
    ["BAD_OPTION", "--lockers", "99"],
    ["BAD_EEPROM", "--eeprom", file],
  ] as const) {
    const { exit, errors } = start(...args);
    expect(await exit).toEqual([1, null]);
    expect(errors()).toContain(`[${code}]`);
  }
});
