/** What cabinets on Wi-Fi cost the gateway: memory, and its share of a core at rest and at work. */
import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { endChild, freePort, startChild } from "@holdfast/dev";
import { GatewayClient } from "@holdfast/gateway/client";
import { proportionalMemory } from "../memory.ts";
import { GATEWAY } from "../site-under-test.ts";

const LOCKERS = 32;
const LINKED_WITHIN_MS = 60_000;
const SETTLE_MS = 5000;
const WINDOW_MS = 20_000;
/** proc(5): sysconf(_SC_CLK_TCK) on Linux. */
const TICKS_A_SECOND = 100;
/** One in eight opens a door, which takes the controller a third of a second; the others write its EEPROM. */
const DOORS = 8;
const UNDER_WAY_MOST = 200;

export interface Cost {
  /** Proportional set size, bytes, after the work. */
  readonly memory: number;
  /** Of one core. */
  readonly idle: number;
  readonly busy: number;
  /** Operations a second that were done. */
  readonly operations: number;
  /** Codes of those that were not. */
  readonly failed: readonly string[];
}

/** `rate`: operations a second, spread over all cabinets. */
export async function costOf(count: number, rate: number): Promise<Cost> {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-cabinets-"));
  const keys = Array.from({ length: count }, () => randomBytes(16).toString("hex"));
  const port = await freePort(0);
  const config = join(folder, "holdfast.toml");
  writeFileSync(config, configuration(count, port));
  mkdirSync(join(folder, "keys"), { mode: 0o700 });
  for (const [index, key] of keys.entries())
    writeFileSync(join(folder, "keys", `c${index}.key`), `${key}\n`, { mode: 0o600 });
  const operator = new GatewayClient({
    socketPath: join(folder, "operator.sock"),
    inFlight: UNDER_WAY_MOST,
  });
  let gateway: ChildProcess | undefined;
  let cabinets: ChildProcess | undefined;
  try {
    gateway = (await startChild(GATEWAY, ["--config", config], { quiet: true })).child;
    const pid = gateway.pid as number;
    cabinets = fork(fileURLToPath(new URL("./many-child.js", import.meta.url)), [`${port}`, ...keys]);
    await linked(operator, count);
    await delay(SETTLE_MS);
    const idle = await share(pid, () => delay(WINDOW_MS));
    let work: Awaited<ReturnType<typeof operate>> = { done: 0, failed: [] };
    const busy = await share(pid, async () => {
      work = await operate(operator, count, rate);
    });
    const operations = (work.done * 1000) / WINDOW_MS;
    return { memory: proportionalMemory(pid), idle, busy, operations, failed: work.failed };
  } finally {
    operator.close();
    cabinets?.kill("SIGKILL");
    if (gateway) await endChild(gateway);
    rmSync(folder, { recursive: true, force: true });
  }
}

function configuration(count: number, port: number): string {
  const cabinets = Array.from(
    { length: count },
    (_, index) =>
      `[[cabinet]]\nid = "c${index}"\nname = "C${index}"\nport = { bridge = true }\nlockers = ${LOCKERS}`,
  );
  const gateway = `[gateway]\ndata = "."\nlog_level = "error"\nbridge_listen = "127.0.0.1:${port}"`;
  return [gateway, ...cabinets].join("\n\n");
}

async function linked(operator: GatewayClient, count: number): Promise<void> {
  for (const end = performance.now() + LINKED_WITHIN_MS; performance.now() < end; await delay(100)) {
    const { cabinets } = await operator.call("status", {});
    if (cabinets.filter(({ link }) => link === "up").length === count) return;
  }
  throw new Error(`not all of ${count} cabinets are linked`);
}

/** Of one core, while this goes on. */
async function share(pid: number, during: () => Promise<unknown>): Promise<number> {
  const [from, began] = [ticks(pid), performance.now()];
  await during();
  return (ticks(pid) - from) / TICKS_A_SECOND / ((performance.now() - began) / 1000);
}

/** User and system time of a process, proc(5). */
function ticks(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

async function operate(operator: GatewayClient, count: number, rate: number) {
  const result = { done: 0, failed: [] as string[] };
  const underWay = new Set<Promise<void>>();
  const began = performance.now();
  for (let index = 0; performance.now() - began < WINDOW_MS; index++) {
    const due = began + (index * 1000) / rate;
    if (due > performance.now()) await delay(due - performance.now());
    if (underWay.size >= UNDER_WAY_MOST) await Promise.race(underWay);
    const at = { cabinet: `c${index % count}`, locker: 1 + (Math.floor(index / count) % LOCKERS) };
    const one: Promise<void> = act(operator, at, Math.floor(index / count))
      .then(
        () => {
          result.done++;
        },
        (error: { code?: string }) => {
          result.failed.push(error.code ?? "unknown");
        },
      )
      .finally(() => underWay.delete(one));
    underWay.add(one);
  }
  await Promise.all(underWay);
  return result;
}

function act(operator: GatewayClient, params: { cabinet: string; locker: number }, turn: number) {
  const reason = "bench";
  if (turn % DOORS === 0) return operator.call("open", { params, body: { reason } });
  return operator.call(turn % 2 === 0 ? "outOfService" : "inService", { params, body: { reason } });
}
