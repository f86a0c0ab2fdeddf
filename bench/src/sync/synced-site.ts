/** A site in a folder of its own with both of its processes: a busy gateway, and the sync process that copies it. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endChild, startChild } from "@holdfast/dev";
import { GatewayClient } from "@holdfast/gateway/client";
import type { Access } from "@holdfast/sync/replicator";
import type { Credentials, TestCa } from "@holdfast/sync/rig";
import { GATEWAY } from "../site-under-test.ts";
import type { BusyNews, BusyOrder } from "./busy-gateway.ts";

const BUSY_GATEWAY = "bench/dist/sync/busy-gateway.js";
const PASSWORD = "password";
const SYNC = "sync/dist/bundle/main.js";

export interface ServedCabinet {
  readonly id: string;
  readonly port: number;
  readonly lockers: number;
  readonly pairingKey: Uint8Array;
}

export interface SyncedSiteOptions {
  readonly name: string;
  readonly login: Credentials;
  /** Of the servers on loopback, in order. */
  readonly ports: readonly number[];
  readonly ca: TestCa;
  /** Without: one that nobody answers for. */
  readonly cabinet?: ServedCabinet;
  /** Of a message service on loopback. */
  readonly messages?: number;
}

export class SyncedSite {
  readonly folder = mkdtempSync(join(tmpdir(), "holdfast-synced-"));
  readonly config = join(this.folder, "holdfast.toml");
  readonly name: string;
  readonly customer = new GatewayClient({ socketPath: join(this.folder, "gateway.sock") });
  readonly operator = new GatewayClient({ socketPath: join(this.folder, "operator.sock") });
  /** The last event that the gateway said it has. */
  head: Omit<BusyNews, "type"> = { sequence: 0, hash: "" };
  readonly #o: SyncedSiteOptions;
  #gateway: ChildProcess | undefined;
  #sync: ChildProcess | undefined;

  constructor(options: SyncedSiteOptions) {
    this.#o = options;
    this.name = options.name;
    const keys = join(this.folder, "keys");
    mkdirSync(keys, { mode: 0o700 });
    const { cabinet, login } = options;
    if (cabinet)
      writeSecret(join(keys, `${cabinet.id}.key`), Buffer.from(cabinet.pairingKey).toString("hex"));
    writeSecret(join(this.folder, PASSWORD), login.password);
    writeFileSync(this.config, configuration(this.folder, options));
  }

  get syncSocket(): string {
    return join(this.folder, "sync.sock");
  }

  /** How its sync process comes to the first database. */
  get access(): Access {
    const { login, ca } = this.#o;
    return {
      user: login.user,
      passwordFile: join(this.folder, PASSWORD),
      caFile: ca.certFile,
      serverName: "localhost",
      database: "holdfast",
      connectMs: 10_000,
      queryMs: 30_000,
    };
  }

  get gatewayPid(): number {
    return this.#gateway?.pid ?? 0;
  }

  get syncPid(): number {
    return this.#sync?.pid ?? 0;
  }

  /** `busy`: one that has events of its own making; else as it is installed. */
  async startGateway(busy = true): Promise<void> {
    const { child } = await startChild(busy ? BUSY_GATEWAY : GATEWAY, ["--config", this.config], {
      quiet: true,
    });
    child.on("message", (news: BusyNews) => {
      if (news.type === "head") this.head = { sequence: news.sequence, hash: news.hash };
    });
    this.#gateway = child;
    if (busy) await this.append(0);
  }

  async startSync(): Promise<void> {
    this.#sync = (await startChild(SYNC, ["--config", this.config], { quiet: true })).child;
  }

  order(order: BusyOrder): void {
    if (this.#gateway?.connected) this.#gateway.send(order);
  }

  /** Appends so many events and resolves when they are in the ledger. */
  async append(count: number): Promise<void> {
    this.order({ append: count });
    await once(this.#gateway as ChildProcess, "message");
  }

  async killGateway(): Promise<void> {
    await kill(this.#gateway);
  }

  async killSync(): Promise<void> {
    await kill(this.#sync);
  }

  /** In good order. */
  async stop(): Promise<void> {
    for (const child of [this.#sync, this.#gateway]) if (child) await endChild(child);
  }

  async close(): Promise<void> {
    await this.stop();
    this.customer.close();
    this.operator.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function kill(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

function writeSecret(file: string, text: string): void {
  writeFileSync(file, `${text}\n`, { mode: 0o600 });
}

function configuration(
  folder: string,
  { name, login, ports, ca, cabinet, messages }: SyncedSiteOptions,
): string {
  const hosts = ports.map((port) => `"127.0.0.1:${port}"`).join(", ");
  const { id, port, lockers } = cabinet ?? { id: "front", port: 1, lockers: 8 };
  return [
    `[site]\nname = "${name}"`,
    '[gateway]\ndata = "."\nlog_level = "error"',
    `[rules]\nlockers_per_phone = ${lockers}`,
    ...(messages === undefined
      ? []
      : [`[messages]\nprovider = "webhook"\n[messages.webhook]\nurl = "http://127.0.0.1:${messages}/"`]),
    `[sync]\nuser = "${login.user}"\npassword_file = "${join(folder, PASSWORD)}"\nhosts = [${hosts}]`,
    `ca = "${ca.certFile}"\nserver_name = "localhost"`,
    `[[cabinet]]\nid = "${id}"\nname = "Front"\nport = { tcp = "127.0.0.1:${port}" }\nlockers = ${lockers}`,
  ].join("\n");
}
