import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { panelFor } from "./support/panel.ts";

interface Message {
  readonly type: string;
  readonly [field: string]: unknown;
}

class Visitor {
  readonly messages: Message[] = [];
  readonly socket: WebSocket;

  constructor(url: string, options: { origin?: string; headers?: Record<string, string> } = {}) {
    this.socket = new WebSocket(url.replace("http", "ws"), options);
    this.socket.on("message", (data) => this.messages.push(JSON.parse(String(data))));
    this.socket.on("error", () => undefined);
    onTestFinished(() => this.socket.terminate());
  }

  send(command: unknown): void {
    this.socket.send(typeof command === "string" ? command : JSON.stringify(command));
  }

  /** The state as the page has it. */
  get state(): Message | undefined {
    return this.messages.length === 0 ? undefined : Object.assign({}, ...this.messages);
  }

  async until(condition: (state: Message) => boolean): Promise<void> {
    while (this.state === undefined || !condition(this.state)) await once(this.socket, "message");
  }
}

test("a visitor gets the whole state first and then what changes", async () => {
  const { cabinet, panel } = await panelFor();
  const visitor = new Visitor(panel.url);
  await visitor.until(() => true);
  expect(visitor.messages[0]).toMatchObject({ type: "state", lockers: 8, powered: true, gateway: "running" });
  expect(Buffer.from(String(visitor.messages[0]?.["pixels"]), "base64")).toHaveLength(1024);
  cabinet.doors[2]?.springOpen();
  await visitor.until(({ doorsOpen }) => Array.isArray(doorsOpen) && doorsOpen[2] === true);
  const last = visitor.messages.at(-1);
  expect(last?.type).toBe("change");
  expect(last).not.toHaveProperty("pixels");
});

test("keys, doors and switches reach the cabinet and the gateway", async () => {
  const { cabinet, gateway, panel } = await panelFor();
  const visitor = new Visitor(panel.url);
  await visitor.until(() => true);
  visitor.send({ type: "press", key: "5" });
  await visitor.until(({ keys }) => Array.isArray(keys) && keys.includes("5"));
  visitor.send({ type: "release", key: "5" });
  await visitor.until(({ keys }) => Array.isArray(keys) && keys.length === 0);
  cabinet.doors[0]?.springOpen();
  await visitor.until(({ doorsOpen }) => Array.isArray(doorsOpen) && doorsOpen[0] === true);
  visitor.send({ type: "push", locker: 1 });
  visitor.send({ type: "power", on: false });
  visitor.send({ type: "cable", on: false });
  visitor.send({ type: "tamper", on: true });
  visitor.send({ type: "service", on: true });
  visitor.send({ type: "gateway", on: false });
  await visitor.until((state) => state["gateway"] === "stopped");
  expect(visitor.state).toMatchObject({
    powered: false,
    cable: false,
    tamperOpen: true,
    servicePressed: true,
  });
  expect(cabinet.doors[0]?.open).toBe(false);
  expect(gateway.current).toBe("stopped");
});

test("keys that a visitor held are let go when the visitor goes", async () => {
  const { cabinet, panel } = await panelFor();
  const visitor = new Visitor(panel.url);
  const witness = new Visitor(panel.url);
  await Promise.all([visitor.until(() => true), witness.until(() => true)]);
  visitor.send({ type: "press", key: "A" });
  await witness.until(({ keys }) => Array.isArray(keys) && keys.includes("A"));
  visitor.socket.terminate();
  await witness.until(({ keys }) => Array.isArray(keys) && keys.length === 0);
  expect(cabinet.pressedKeys).toEqual([]);
});

test.each([
  "nonsense",
  "[]",
  "null",
  '{"type":"press","key":"E"}',
  '{"type":"push","locker":9}',
  '{"type":"power"}',
])("%s is no command: the connection ends and nothing happens", async (command) => {
  const { panel } = await panelFor();
  const visitor = new Visitor(panel.url);
  await visitor.until(() => true);
  visitor.send(command);
  const [code] = await once(visitor.socket, "close");
  expect(code).toBe(1008);
});

test.each([
  ["another page", { origin: "http://evil.example" }],
  ["a name that was made to point here", { headers: { host: "evil.example" } }],
])("a WebSocket from %s is refused", async (_name, options) => {
  const { panel } = await panelFor();
  const visitor = new Visitor(panel.url, options);
  const [error] = await once(visitor.socket, "error");
  expect(String(error)).toContain("403");
});
