/** A computer of a site: its configuration file, its data folder, and the real gateway on them with a cabinet beside it. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gatewayConfiguration, readConfiguration } from "@holdfast/gateway/configuration";
import { keyFiles } from "@holdfast/gateway/keys";
import { type OpenSite, openSite } from "@holdfast/gateway/open-site";
import { onTestFinished } from "vitest";
import { FakeController } from "../../../gateway/test/support/fake-controller.ts";
import { PAIRING_KEY } from "../../../gateway/test/support/fake-session.ts";
import { VirtualClock } from "../../../gateway/test/support/virtual-clock.ts";
import { Cycle, type CycleOptions, type Gateway, LifeLimit } from "../../src/replicator/index.ts";
import type { Mariadb } from "../../src/rig/index.ts";
import { accessOf, lineTo, silent, temporaryFolder } from "./replicate.ts";

export interface Login {
  readonly user: string;
  readonly password: string;
}

export const CABINETS = `
[site]
name = "Zürich"

# People know it as the one by the stairs.
[[cabinet]]
id = "main"
name = "Main hall"
port.tcp = "127.0.0.1:1"
`;

export class SiteMachine {
  readonly folder = temporaryFolder();
  readonly file = join(this.folder, "holdfast.toml");
  readonly data = join(this.folder, "data");
  readonly texts: string[] = [];
  readonly clock: VirtualClock;
  readonly controller: FakeController;
  #open: OpenSite | undefined;

  /** `cabinet`: that of another machine, which goes on when this one takes its place. */
  constructor(mariadb: Mariadb, login: Login, toml = CABINETS, cabinet?: SiteMachine) {
    this.clock = cabinet?.clock ?? new VirtualClock();
    this.controller = cabinet?.controller ?? new FakeController(this.clock);
    writeFileSync(join(this.folder, "password"), login.password, { mode: 0o600 });
    const sync = [
      "[sync]",
      `user = "${login.user}"`,
      'password_file = "password"',
      `hosts = ["localhost:${mariadb.port}"]`,
      `ca = "${mariadb.ca.certFile}"`,
    ];
    writeFileSync(this.file, `${sync.join("\n")}\n${toml}`);
  }

  get site(): OpenSite["site"] {
    if (this.#open === undefined) throw new Error("the gateway does not run");
    return this.#open.site;
  }

  /** With the cabinet beside it, without the words of `pair`. */
  paired(): this {
    keyFiles(this.data).set("main", PAIRING_KEY);
    return this;
  }

  async start(): Promise<void> {
    this.#open = await openSite({
      configuration: readConfiguration(this.file, gatewayConfiguration()),
      folder: this.data,
      file: readFileSync(this.file, "utf8"),
      log: silent,
      clock: this.clock,
      transport: () => this.controller,
      provider: {
        name: "test",
        delivers: true,
        send: async ({ text }) => void this.texts.push(text),
      },
    });
    onTestFinished(() => this.stop());
  }

  async stop(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.close();
  }

  linked(): Promise<void> {
    return this.clock.until(() => this.site.state().cabinets[0]?.link === "up");
  }

  /** As `holdfast pair` does it. */
  async pair(): Promise<void> {
    const state = () => this.site.pairing("main").state;
    await this.clock.until(() => this.site.status().cabinets[0]?.problem !== undefined);
    this.site.beginPairing("main", false);
    this.controller.session.pairing = true;
    await this.clock.until(() => state() === "comparing");
    this.site.confirmPairing("main");
    await this.clock.until(() => ["done", "failed"].includes(state()));
    this.controller.session.pairing = false;
  }

  /** Copies until nothing is left. */
  async copy(mariadb: Mariadb, login: Login): Promise<void> {
    const hosts = [{ host: "localhost", port: mariadb.port }];
    const central = lineTo(hosts, accessOf({ credentials: login }, mariadb));
    const options: CycleOptions = {
      gateway: this.#gateway(),
      central,
      log: silent,
      lives: new LifeLimit(this.clock),
      batch: 1000,
    };
    await new Cycle(options).run();
    central.close();
  }

  #gateway(): Gateway {
    const { sync } = this.site;
    if (sync === undefined) throw new Error("this site does not sync");
    return {
      ledger: async () => sync.ledger(),
      batch: async (place) => sync.batch(place),
      places: async (sequences) => sync.places(sequences),
      kept: async (kept) => sync.kept(kept),
      commands: async (commands) => sync.take(commands),
      newLife: async (life) => sync.newLife(life),
      report: async (report) => sync.report(report),
    };
  }
}
