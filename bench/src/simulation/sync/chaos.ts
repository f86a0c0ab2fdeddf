/**
 * Real gateways, real sync processes and a real central, all of which are killed and put back to old backups while events
 * and commands go on. One seed decides what fails and when; how far everything has come by then is up to the machine.
 */
import { setTimeout as pause } from "node:timers/promises";
import { startMessageService } from "../../message-service.ts";
import type { ControllerMaker } from "../controller.ts";
import { Prng } from "../prng.ts";
import { CentralUnderTest } from "./central-under-test.ts";
import { ChaosSite } from "./chaos-site.ts";
import { type Differences, noDifferences } from "./compare.ts";
import { Admins, hurry, type Stop, store } from "./people.ts";
import { type ChaosSize, type Failure, makePlan, type Plan } from "./plan.ts";
import { type CabinetServer, serveCabinet } from "./serve-cabinet.ts";
import { verifyHistory, verifyRows } from "./verify.ts";

export interface ChaosResult {
  readonly gatewayKills: number;
  readonly databaseKills: number;
  /** Of all gateways, in the end. */
  readonly events: number;
  readonly commands: number;
  readonly differences: Differences;
  /** Answers that were cut off. */
  readonly cuts: number;
}

export interface ChaosOptions {
  readonly seed: string;
  readonly size: ChaosSize;
  readonly make: ControllerMaker;
  /** For a person. */
  readonly progress: (text: string) => void;
}

const DRAINED_WITHIN_MS = 180_000;
const LOOK_EVERY_MS = 500;
const TELL_EVERY_MS = 5000;

export async function runChaos({ seed, size, make, progress }: ChaosOptions): Promise<ChaosResult> {
  const prng = new Prng(`chaos/${seed}`);
  const central = await CentralUnderTest.start(size.nodes, prng.fork("central"));
  const cabinets: CabinetServer[] = [];
  const sites: ChaosSite[] = [];
  const messages = await startMessageService();
  try {
    progress(`${size.nodes} databases run`);
    for (let index = 0; index < size.sites; index++) {
      const name = `site-${index + 1}`;
      const cabinet = await serveCabinet(make, prng.fork(name));
      cabinets.push(cabinet);
      const login = await central.addGateway(name);
      const ports = central.proxies.map(({ port }) => port);
      const { ca } = central;
      sites.push(new ChaosSite({ name, login, ports, ca, cabinet, messages: messages.port }));
    }
    for (const site of sites) {
      await site.startGateway();
      await site.startSync();
    }
    const run = new Run(central, sites, prng, progress);
    await run.drained();
    await run.fail(makePlan(seed, size), size);
    return await run.result();
  } finally {
    for (const site of sites) await site.close();
    for (const cabinet of cabinets) await cabinet.close();
    await central.close();
    messages.close();
  }
}

class Run {
  readonly #central: CentralUnderTest;
  readonly #sites: readonly ChaosSite[];
  readonly #prng: Prng;
  readonly #progress: (text: string) => void;
  readonly #admins = new Admins();
  readonly #began = performance.now();
  #gatewayKills = 0;

  constructor(
    central: CentralUnderTest,
    sites: readonly ChaosSite[],
    prng: Prng,
    progress: (text: string) => void,
  ) {
    this.#central = central;
    this.#sites = sites;
    this.#prng = prng;
    this.#progress = (text) => progress(`${Math.round((performance.now() - this.#began) / 1000)} s: ${text}`);
  }

  /** Everything that can fail fails, while people and admins work. */
  async fail(plan: Plan, size: ChaosSize): Promise<void> {
    const until: Stop = { stopped: false };
    const prng = this.#prng;
    for (const site of this.#sites) site.rate = size.eventsASecond;
    const work = this.#sites.flatMap((site) => [
      store(site, prng.fork(`people of ${site.name}`), until),
      hurry(site, until),
    ]);
    const admins = prng.fork("admins");
    work.push(this.#admins.work(this.#central, this.#sites, admins, size.commandsASecond, until));
    await Promise.all([this.#failProcesses(plan), this.#failDatabases(plan)]);
    until.stopped = true;
    await Promise.all(work);
  }

  /** Nothing fails any more: everything that a gateway has comes to central. */
  async drained(): Promise<void> {
    const until: Stop = { stopped: false };
    const cycles = this.#sites.map((site) => hurry(site, until));
    let told = performance.now();
    for (const end = told + DRAINED_WITHIN_MS; ; ) {
      const waits = await this.#waiting();
      if (waits === "") break;
      if (performance.now() > told + TELL_EVERY_MS) {
        this.#progress(waits);
        told = performance.now();
      }
      if (performance.now() > end) throw new Error(`not drained in time: ${waits}`);
      await pause(LOOK_EVERY_MS);
    }
    until.stopped = true;
    await Promise.all(cycles);
  }

  async result(): Promise<ChaosResult> {
    this.#central.calm();
    for (const site of this.#sites) await site.settled();
    for (const site of this.#sites) site.rate = 0;
    await this.drained();
    this.#progress("comparing");
    const differences = noDifferences();
    await verifyRows(differences, this.#central, this.#sites);
    for (const site of this.#sites) await site.stop();
    const { promised } = this.#admins;
    const events = await verifyHistory(differences, this.#central, this.#sites, promised);
    return {
      gatewayKills: this.#gatewayKills,
      databaseKills: this.#central.kills,
      events,
      commands: this.#admins.queued,
      differences,
      cuts: this.#central.proxies.reduce((sum, { cuts }) => sum + cuts, 0),
    };
  }

  async #failProcesses({ processes }: Plan): Promise<void> {
    const began = performance.now();
    const running: Promise<void>[] = [];
    for (const { at, failure } of processes) {
      await pause(Math.max(0, at * 1000 - (performance.now() - began)));
      running.push(this.#carryOut(failure));
    }
    await Promise.all(running);
  }

  async #failDatabases({ databases }: Plan): Promise<void> {
    for (const { pause: seconds, failure } of databases) {
      const end = performance.now() + seconds * 1000;
      await this.#carryOut(failure);
      this.#progress(`${describe(failure)}; ${this.#admins.queued} commands`);
      await pause(Math.max(0, end - performance.now()));
    }
  }

  async #carryOut(failure: Failure): Promise<void> {
    const central = this.#central;
    switch (failure.do) {
      case "kill-gateway":
        this.#gatewayKills++;
        return this.#site(failure.site).failGateway(failure.down);
      case "kill-sync":
        return this.#site(failure.site).failSync(failure.down);
      case "kill-database":
        return central.kill(failure.node, failure.down);
      case "lose-quorum":
        return central.loseQuorum(failure.left, failure.down);
      case "back-up-central":
        return central.backUp(() => this.#admins.backedUp());
      case "restore-central":
        return central.restore(() => this.#admins.restored());
      case "back-up-gateway":
        this.#gatewayKills++;
        return this.#site(failure.site).backUp();
      case "restore-gateway": {
        this.#gatewayKills++;
        const site = this.#site(failure.site);
        return site.restore(failure.announced, () => central.positionOf(site.name));
      }
    }
  }

  #site(index: number): ChaosSite {
    return this.#sites[index] as ChaosSite;
  }

  /** What central still lacks, in words; empty when nothing. */
  async #waiting(): Promise<string> {
    const waits: string[] = [];
    for (const site of this.#sites) {
      const backlog = await site.backlog();
      const commands = await this.#central.openCommands(site.name);
      if (backlog === undefined) waits.push(`${site.name} does not answer`);
      else if (backlog + commands > 0) waits.push(`${site.name}: ${backlog} events, ${commands} commands`);
    }
    return waits.join("; ");
  }
}

function describe(failure: Failure): string {
  const { do: what, ...rest } = failure;
  return `${what.replaceAll("-", " ")} ${Object.values(rest).join(" ")}`.trim();
}
