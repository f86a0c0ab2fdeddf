/** A paired cabinet that runs the real firmware at true speed, and the processes that serve it, as at a site. */
import type { ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endChild, startChild } from "@holdfast/dev";
import { GatewayClient } from "@holdfast/gateway/client";
import { RealTimeRunner, readReleaseHex, serveUart, VirtualCabinet } from "@holdfast/virtual";
import { startMessageService } from "./message-service.ts";
import { demoEeprom, demoKeys } from "./paired.ts";
import { GATEWAY, WEB } from "./site-under-test.ts";

const READY_ASK_MS = 5;
const READY_WITHIN_MS = 30_000;

export class LiveSite {
  readonly folder = mkdtempSync(join(tmpdir(), "holdfast-bench-"));
  readonly config = join(this.folder, "holdfast.toml");
  readonly cabinet: VirtualCabinet;
  readonly runner: RealTimeRunner;
  readonly customer: GatewayClient;
  readonly operator: GatewayClient;
  gateway: ChildProcess | undefined;
  web: ChildProcess | undefined;
  readonly #closers: (() => Promise<void> | void)[] = [];

  private constructor(lockers: number) {
    this.cabinet = new VirtualCabinet({ hex: readReleaseHex(), eeprom: demoEeprom(), lockers });
    this.runner = new RealTimeRunner(this.cabinet);
    this.customer = new GatewayClient({ socketPath: join(this.folder, "gateway.sock") });
    this.operator = new GatewayClient({ socketPath: join(this.folder, "operator.sock") });
  }

  static async open(lockers = 8): Promise<LiveSite> {
    const site = new LiveSite(lockers);
    const uart = await serveUart(site.runner);
    const phone = await startMessageService();
    site.#closers.push(
      () => rmSync(site.folder, { recursive: true, force: true }),
      () => site.runner.stop(),
      () => uart.close(),
      () => phone.close(),
      () => site.customer.close(),
      () => site.operator.close(),
    );
    mkdirSync(join(site.folder, "keys"), { mode: 0o700 });
    const key = Buffer.from(demoKeys.pairingKey).toString("hex");
    writeFileSync(join(site.folder, "keys", "front.key"), `${key}\n`, { mode: 0o600 });
    writeFileSync(site.config, configuration(uart.port, phone.port, lockers));
    site.runner.start();
    return site;
  }

  async startGateway(): Promise<void> {
    this.gateway = (await startChild(GATEWAY, ["--config", this.config], { quiet: true })).child;
  }

  /** The address of the page. */
  async startWeb(): Promise<string> {
    const { child, ready } = await startChild(WEB, ["--config", this.config], { quiet: true });
    this.web = child;
    return `${ready.url}/`;
  }

  /** Resolves when doors can be opened through the gateway. */
  async serving(): Promise<void> {
    for (const end = performance.now() + READY_WITHIN_MS; performance.now() < end; ) {
      const state = await this.customer.call("state", {}).catch(() => undefined);
      if (state?.cabinets[0]?.link === "up") return;
      await this.pass(READY_ASK_MS);
    }
    throw new Error("the gateway does not reach its cabinet");
  }

  /** Time of the cabinet. */
  pass(milliseconds: number): Promise<void> {
    const end = this.cabinet.milliseconds + milliseconds;
    return this.until(() => this.cabinet.milliseconds >= end, milliseconds * 2 + 1000);
  }

  until(condition: () => boolean, limitMs = 20_000): Promise<void> {
    const end = this.cabinet.milliseconds + limitMs;
    return new Promise((resolve, reject) => {
      const stop = this.runner.onRound(() => {
        const over = this.cabinet.milliseconds > end;
        if (!over && !condition()) return;
        stop();
        if (over) reject(new Error(`not within ${limitMs} ms:\n${this.cabinet.oled.text().join("\n")}`));
        else resolve();
      });
    });
  }

  async tap(key: string): Promise<void> {
    this.cabinet.press(key);
    await this.pass(60);
    this.cabinet.release(key);
    await this.pass(60);
  }

  async close(): Promise<void> {
    for (const child of [this.web, this.gateway]) if (child) await endChild(child);
    for (const close of this.#closers.reverse()) await close();
  }
}

function configuration(uart: number, phone: number, lockers: number): string {
  return [
    '[gateway]\ndata = "."\nlog_level = "error"',
    `[rules]\nlockers_per_phone = ${lockers}`,
    `[messages]\nprovider = "webhook"\n[messages.webhook]\nurl = "http://127.0.0.1:${phone}/"`,
    '[web]\nlisten = "127.0.0.1:0"\nrequests_a_second = 1000\ndoor_requests_a_minute = 1000',
    `[[cabinet]]\nid = "front"\nname = "Front"\nport = { tcp = "127.0.0.1:${uart}" }\nlockers = ${lockers}`,
  ].join("\n\n");
}
