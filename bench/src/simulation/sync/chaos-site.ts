/** A site whose processes are killed and whose ledger is put back to an old copy. */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { runProgram } from "../../sync/run-program.ts";
import { SyncedSite } from "../../sync/synced-site.ts";

const LEDGER = "ledger.db";
const PARTS = ["", "-wal"];
const HOLDFAST = fileURLToPath(new URL("../../../../gateway/dist/cli/holdfast.js", import.meta.url));

/** A ledger that a backup took the place of. */
export interface OldLedger {
  readonly file: string;
  /** What its gateway had acknowledged. */
  readonly head: SyncedSite["head"];
  /** What central had of it by then. */
  readonly promisedTo: number;
}

export class ChaosSite extends SyncedSite {
  readonly old: OldLedger[] = [];
  /** Up to here everything was in central when it was last asked for. */
  drainedTo = 0;
  #rate = 0;
  #copy = "";
  #gatewayTurn: Promise<void> = Promise.resolve();
  #syncTurn: Promise<void> = Promise.resolve();

  /** Events a second from now on, whichever process it is. */
  set rate(rate: number) {
    this.#rate = rate;
    this.order({ rate });
  }

  override async startGateway(): Promise<void> {
    await super.startGateway();
    this.order({ rate: this.#rate });
  }

  failGateway(downMs: number): Promise<void> {
    return this.#withoutGateway(() => pause(downMs));
  }

  failSync(downMs: number): Promise<void> {
    this.#syncTurn = this.#syncTurn.then(async () => {
      await this.killSync();
      await pause(downMs);
      await this.startSync();
    });
    return this.#syncTurn;
  }

  /** The files as they are on the disk after a sudden end. */
  backUp(): Promise<void> {
    return this.#withoutGateway(async () => {
      this.#copy = mkdtempSync(join(this.folder, "copy-"));
      move(copyFileSync, this.folder, this.#copy);
    });
  }

  /** `promised` asks central what it has, once nothing more can come of the old ledger's gateway. */
  restore(announced: boolean, promised: () => Promise<number>): Promise<void> {
    return this.#withoutGateway(async () => {
      const { head } = this;
      const promisedTo = await promised();
      const away = join(this.folder, `old-${this.old.length}`);
      mkdirSync(away);
      if (announced) {
        move(copyFileSync, this.folder, away);
        await this.#restoreAnnounced();
      } else {
        move(renameSync, this.folder, away);
        move(copyFileSync, this.#copy, this.folder);
      }
      this.old.push({ file: join(away, LEDGER), head, promisedTo });
      this.head = { sequence: 0, hash: "" };
    });
  }

  /** Whoever was killed runs again. */
  async settled(): Promise<void> {
    await Promise.all([this.#gatewayTurn, this.#syncTurn]);
  }

  /** Events that central lacks as far as this gateway knows; undefined while it does not answer. */
  async backlog(): Promise<number | undefined> {
    const status = await this.operator.call("status", {}).catch(() => undefined);
    if (status?.sync?.backlog === 0) this.drainedTo = status.ledger.events;
    return status?.sync?.backlog;
  }

  override async stop(): Promise<void> {
    await Promise.allSettled([this.#gatewayTurn, this.#syncTurn]);
    await super.stop();
  }

  get ledger(): string {
    return join(this.folder, LEDGER);
  }

  async #restoreAnnounced(): Promise<void> {
    const backup = join(this.#copy, "backup.db");
    rmSync(backup, { force: true });
    const copy = new Database(join(this.#copy, LEDGER));
    copy.exec(`VACUUM INTO '${backup}'`);
    copy.close();
    await runProgram(process.execPath, [HOLDFAST, "restore", backup, "--config", this.config]);
  }

  #withoutGateway(work: () => Promise<unknown>): Promise<void> {
    this.#gatewayTurn = this.#gatewayTurn.then(async () => {
      await this.killGateway();
      await work();
      await this.startGateway();
    });
    return this.#gatewayTurn;
  }
}

function move(how: (from: string, to: string) => void, from: string, to: string): void {
  for (const part of PARTS) {
    if (existsSync(join(from, LEDGER + part))) how(join(from, LEDGER + part), join(to, LEDGER + part));
  }
}
