/** One gateway of the fleet: a ledger in memory, and the replicator's own cycle and connection. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { systemClock } from "@holdfast/gateway/clock";
import type { Logger } from "@holdfast/gateway/log";
import {
  CentralLine,
  Cycle,
  connectDatabase,
  Hosts,
  LifeLimit,
  SyncProblem,
} from "@holdfast/sync/replicator";
import { type Credentials, FakeLedger, type Mariadb } from "@holdfast/sync/rig";
import { memoryGateway } from "../sync/memory-gateway.ts";

/** As a gateway has them by default. */
const CONNECT_MS = 30_000;
const QUERY_MS = 30_000;
/** After a failure that tells nothing better. */
const AGAIN_MS = 1000;

export interface MemberOptions {
  readonly login: Credentials;
  readonly mariadb: Pick<Mariadb, "port" | "ca">;
  /** For the password's file. */
  readonly folder: string;
  readonly log: Logger;
}

export class Member {
  readonly user: string;
  readonly ledger: FakeLedger;
  readonly #o: MemberOptions;
  readonly #passwordFile: string;
  #line: CentralLine;
  #cycle: Cycle;

  constructor(options: MemberOptions) {
    const { login, folder } = options;
    this.#o = options;
    this.user = login.user;
    this.ledger = new FakeLedger(`life-of-${login.user}`);
    this.#passwordFile = join(folder, login.user);
    writeFileSync(this.#passwordFile, login.password, { mode: 0o600 });
    [this.#line, this.#cycle] = this.#parts();
  }

  /** Throws SyncProblem. */
  async sync(): Promise<void> {
    await this.#cycle.run();
  }

  /** Until it worked; gives why it did not. */
  async syncAtLast(): Promise<string[]> {
    for (const failures: string[] = []; ; ) {
      try {
        await this.sync();
        return failures;
      } catch (error) {
        if (!(error instanceof SyncProblem)) throw error;
        failures.push(error.message);
        await pause(error.retryAfter ?? AGAIN_MS * (1 + Math.random()));
      }
    }
  }

  /** The connection is gone, as after a central that was away. */
  disconnect(): void {
    this.close();
    [this.#line, this.#cycle] = this.#parts();
  }

  close(): void {
    this.#line.close();
  }

  #parts(): [CentralLine, Cycle] {
    const { login, mariadb, log } = this.#o;
    const access = {
      user: login.user,
      passwordFile: this.#passwordFile,
      caFile: mariadb.ca.certFile,
      serverName: "localhost",
      database: "holdfast",
      connectMs: CONNECT_MS,
      queryMs: QUERY_MS,
    };
    const random = Math.random;
    const hosts = new Hosts([{ host: "127.0.0.1", port: mariadb.port }], systemClock, random);
    const central = new CentralLine({ hosts, connect: (host) => connectDatabase(host, access), random });
    const gateway = memoryGateway(this.ledger);
    return [central, new Cycle({ gateway, central, log, lives: new LifeLimit(systemClock), batch: 1000 })];
  }
}
