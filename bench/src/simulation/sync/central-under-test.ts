/** Central as a cluster of three or one server, behind proxies that cut off answers, and what an admin does to it. */
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { addGateway, type Central, connectCentral, initCentral, useCentral } from "@holdfast/sync/central";
import {
  type Credentials,
  type Mariadb,
  startGalera,
  startMariadb,
  startTcpProxy,
  type TcpProxy,
} from "@holdfast/sync/rig";
import type { Prng } from "../prng.ts";
import { dumpCentral, loadCentral } from "./central-backup.ts";

/** Of the answers to a login that is through. */
const CUT = 0.1;
/** Answers until it is: greeting, TLS, welcome. */
const LOGIN_ANSWERS = 3;
const NO_NODE_MS = 60_000;
const ASK_AGAIN_MS = 100;
const STARTS_MOST = 3;
/** Longer than a cluster needs to see that nodes are gone. */
const SUSPECT_MS = 5000;

interface Parts {
  readonly nodes: readonly Mariadb[];
  readonly proxies: readonly TcpProxy[];
  readonly quality: { cut: boolean };
  readonly close: () => Promise<void>;
}

export class CentralUnderTest {
  readonly nodes: readonly Mariadb[];
  readonly proxies: readonly TcpProxy[];
  readonly #close: () => Promise<void>;
  readonly #quality: { cut: boolean };
  readonly #backup: string;
  readonly #admins = new Map<Mariadb, Central>();
  readonly #down = new Set<Mariadb>();
  /** One thing at a time: nobody queues anything while a backup is taken or restored. */
  #turn: Promise<unknown> = Promise.resolve();
  /** Databases that were killed. */
  kills = 0;

  private constructor({ nodes, proxies, quality, close }: Parts) {
    this.nodes = nodes;
    this.proxies = proxies;
    this.#quality = quality;
    this.#close = close;
    this.#backup = join((nodes[0] as Mariadb).folder, "central.sql");
  }

  static async start(nodes: 1 | 3, prng: Prng): Promise<CentralUnderTest> {
    const galera = nodes === 3 ? await startGalera(3) : undefined;
    const servers = galera?.nodes ?? [await startMariadb()];
    const proxies: TcpProxy[] = [];
    const quality = { cut: true };
    const close = async () => {
      for (const proxy of proxies) await proxy.close();
      for (const server of servers) await server.close();
      await galera?.close();
    };
    try {
      for (const { port } of servers) {
        const chance = prng.fork(`answers of ${proxies.length}`);
        const cut = (number: number) => quality.cut && number > LOGIN_ANSWERS && chance.chance(CUT);
        proxies.push(await startTcpProxy(port, { cut }));
      }
      const central = new CentralUnderTest({ nodes: servers, proxies, quality, close });
      await initCentral(await central.#connect(servers[0] as Mariadb));
      return central;
    } catch (error) {
      await close();
      throw error;
    }
  }

  get ca(): Mariadb["ca"] {
    return (this.nodes[0] as Mariadb).ca;
  }

  get cluster(): boolean {
    return this.nodes.length > 1;
  }

  /** From now on answers arrive. */
  calm(): void {
    this.#quality.cut = false;
  }

  addGateway(name: string): Promise<Credentials> {
    return this.ask((admin) => addGateway(admin, name));
  }

  /** At the first server that answers; a question that fails is not asked again. */
  ask<T>(question: (admin: Central) => Promise<T>): Promise<T> {
    return this.#alone(async () => question(await this.#anyAdmin()));
  }

  /** How far the copy of a gateway has come. */
  async positionOf(gateway: string): Promise<number> {
    const [row] = await this.#read<{ last_seq: number }>("SELECT last_seq FROM gateway WHERE name = ?", [
      gateway,
    ]);
    return row?.last_seq ?? 0;
  }

  /** Commands of a gateway that are not finished. */
  async openCommands(gateway: string): Promise<number> {
    const [row] = await this.#read<{ n: number }>(
      `SELECT COUNT(*) AS n FROM command AS c JOIN gateway AS g ON g.id = c.gateway_id
       WHERE g.name = ? AND c.state IN ('queued', 'delivered')`,
      [gateway],
    );
    return row?.n ?? 0;
  }

  /** Root at this server, in our database. */
  async admin(node: Mariadb): Promise<Central> {
    const known = this.#admins.get(node);
    if (known) {
      const fine = await known.rows("SELECT 1 FROM schema_version LIMIT 1").catch(() => undefined);
      if (fine) return known;
      this.#admins.delete(node);
      await known.close();
    }
    const admin = await this.#connect(node);
    await useCentral(admin);
    // What the others have done by now is waited for.
    if (this.cluster) await admin.run("SET SESSION wsrep_sync_wait = 1");
    return admin;
  }

  async kill(node: number, downMs: number): Promise<void> {
    const server = this.nodes[node] as Mariadb;
    await this.#killed(server);
    await pause(downMs);
    await this.#back(server);
  }

  async loseQuorum(left: number, downMs: number): Promise<void> {
    const lost = this.nodes.filter((_, index) => index !== left);
    await Promise.all(lost.map((server) => this.#killed(server)));
    // The one that is left waits for them, and then serves nobody.
    await pause(SUSPECT_MS + downMs);
    const alone = await this.#connect(this.nodes[left] as Mariadb);
    await alone.run("SET GLOBAL wsrep_provider_options = 'pc.bootstrap=YES'");
    for (const server of lost) await this.#back(server);
  }

  backUp(then: () => void): Promise<void> {
    return this.#alone(() => dumpCentral(this.nodes[0] as Mariadb, this.#backup).then(then));
  }

  /** Nobody comes through meanwhile, as an admin would see to. */
  restore(then: () => void): Promise<void> {
    return this.#alone(() => this.#load().then(then));
  }

  async close(): Promise<void> {
    for (const admin of this.#admins.values()) await admin.close();
    await this.#close();
  }

  async #load(): Promise<void> {
    const node = this.nodes[0] as Mariadb;
    for (const proxy of this.proxies) proxy.refuse(true);
    try {
      await loadCentral(node, await this.admin(node), this.#backup);
    } finally {
      for (const proxy of this.proxies) proxy.refuse(false);
    }
  }

  /** A question that changes nothing is asked until it is answered. */
  async #read<Row>(sql: string, values: readonly unknown[]): Promise<Row[]> {
    for (const end = performance.now() + NO_NODE_MS; ; ) {
      try {
        return await this.ask((admin) => admin.rows<Row>(sql, values));
      } catch (error) {
        if (performance.now() > end) throw error;
        await pause(ASK_AGAIN_MS);
      }
    }
  }

  async #anyAdmin(): Promise<Central> {
    for (const end = performance.now() + NO_NODE_MS; performance.now() < end; ) {
      for (const node of this.nodes) {
        if (this.#down.has(node)) continue;
        const admin = await this.admin(node).catch(() => undefined);
        if (admin) return admin;
      }
      await pause(ASK_AGAIN_MS);
    }
    throw new Error("no database answers");
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #killed(server: Mariadb): Promise<void> {
    this.#down.add(server);
    this.kills++;
    await server.kill();
  }

  /** A node that copies all from another one needs a while on a busy machine, and may have to try again. */
  async #back(server: Mariadb): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await server.start();
        break;
      } catch (error) {
        if (tries === STARTS_MOST) throw error;
      }
    }
    this.#down.delete(server);
  }

  async #connect(node: Mariadb): Promise<Central> {
    const admin = await connectCentral({ socketPath: node.socketPath, user: "root" });
    void this.#admins.get(node)?.close();
    this.#admins.set(node, admin);
    return admin;
  }
}
