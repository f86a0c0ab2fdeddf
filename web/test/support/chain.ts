/** The whole chain: firmware, pseudo-terminal, gateway, web, browser, phone. Each part ends with the test. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endChild, launchChromium, startChild } from "@holdfast/dev";
import { GatewayClient } from "@holdfast/gateway/client";
import type { LedgerEvent } from "@holdfast/gateway/contract";
import { keyFiles } from "@holdfast/gateway/keys";
import type { Browser, Page } from "playwright-core";
import { afterAll, onTestFinished } from "vitest";
import { CabinetAtHand, type CabinetOptions, PAIRING_KEY } from "./cabinet-at-hand.ts";
import { eventually } from "./eventually.ts";
import { VirtualPhone } from "./virtual-phone.ts";

const GATEWAY = "gateway/dist/bundle/main.js";
const WEB = "web/server/dist/bundle/main.js";

export const PHONE = "0791234567";

let browser: Promise<Browser> | undefined;
afterAll(async () => (await browser)?.close());

export class Chain {
  readonly at: CabinetAtHand;
  readonly phone: VirtualPhone;
  readonly folder: string;
  url = "";
  #gateway: ChildProcess | undefined;

  private constructor(at: CabinetAtHand, phone: VirtualPhone, folder: string) {
    this.at = at;
    this.phone = phone;
    this.folder = folder;
  }

  static async start(options: CabinetOptions & { gateway?: boolean } = {}): Promise<Chain> {
    const folder = mkdtempSync(join(tmpdir(), "holdfast-chain-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const at = await CabinetAtHand.start(options);
    const phone = await VirtualPhone.start();
    const chain = new Chain(at, phone, folder);
    keyFiles(folder, "").set("front", PAIRING_KEY);
    writeFileSync(
      chain.#config,
      `[gateway]
data = "."
[messages]
provider = "webhook"
[messages.webhook]
url = "${phone.url}"
[web]
listen = "127.0.0.1:0"
[[cabinet]]
id = "front"
name = "Front desk"
port = { serial = "${at.device}" }
lockers = ${options.lockers ?? 8}
`,
    );
    const web = await startChild(WEB, ["--config", chain.#config], { quiet: true });
    onTestFinished(() => endChild(web.child));
    chain.url = `${web.ready.url}/`;
    onTestFinished(() => chain.stopGateway());
    if (options.gateway !== false) await chain.startGateway();
    return chain;
  }

  get #config(): string {
    return join(this.folder, "holdfast.toml");
  }

  async startGateway(): Promise<void> {
    this.#gateway = (await startChild(GATEWAY, ["--config", this.#config], { quiet: true })).child;
    await this.linked();
  }

  async stopGateway(): Promise<void> {
    if (this.#gateway) await endChild(this.#gateway);
    this.#gateway = undefined;
  }

  /** As if its power were cut. */
  async killGateway(): Promise<void> {
    const gateway = this.#gateway;
    if (!gateway) throw new Error("no gateway runs");
    this.#gateway = undefined;
    gateway.kill("SIGKILL");
    await once(gateway, "exit");
  }

  /** The operator's shell. */
  get operator(): GatewayClient {
    return new GatewayClient({ socketPath: join(this.folder, "operator.sock") });
  }

  async linked(): Promise<void> {
    const up = async () => (await this.operator.call("status", {})).cabinets[0]?.link === "up";
    await eventually(up, "the cabinet is linked");
  }

  /** Events of these kinds, oldest first. */
  async events(...kinds: string[]): Promise<LedgerEvent[]> {
    const all = await this.operator.call("events", { query: { last: 1000 } });
    return all.filter(({ kind }) => kinds.includes(kind));
  }

  /** How many lockers are held: in the ledger, on a fresh page, and on the screen of the cabinet. */
  async held(): Promise<{ ledger: number; page: number; cabinet: number }> {
    const lockers = await this.operator.call("lockers", {});
    const page = await this.openPage("#/store");
    await page.getByRole("button", { name: /^Locker 1 / }).waitFor();
    const shown = await page.getByRole("button", { name: /^Locker \d+ in use/i }).count();
    await this.at.home();
    const free = Number(/(\d+) locker/.exec(this.at.screen)?.[1] ?? 0);
    return {
      ledger: lockers.filter(({ state }) => state === "held").length,
      page: shown,
      cabinet: lockers.length - free,
    };
  }

  async openPage(path = ""): Promise<Page> {
    browser ??= launchChromium();
    const context = await (await browser).newContext({ viewport: { width: 390, height: 844 } });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(this.url + path);
    return page;
  }
}
