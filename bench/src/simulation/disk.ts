/**
 * The gateway's disk: SQLite in memory, whose commits are the moments at which power may fail. What SQLite itself
 * promises of a real file is tested apart (ledger-cuts.ts).
 */
import { Ledger, migrate } from "@holdfast/gateway/ledger";
import Database from "better-sqlite3";
import type { Prng } from "./prng.ts";

type Db = Database.Database;

/** The process is gone: nothing of it reaches the disk any more. */
class ProcessGone extends Error {}

let empty: Buffer | undefined;

/** The image of a ledger in which nothing happened yet. */
function emptyImage(): Buffer {
  if (empty === undefined) {
    const db = new Database(":memory:");
    migrate(db);
    empty = db.serialize();
    db.close();
  }
  return empty;
}

function randomOf(prng: Prng): { bytes(length: number): Uint8Array; below(below: number): number } {
  return { bytes: (length) => prng.bytes(length), below: (below) => prng.below(below) };
}

interface Life {
  gone: boolean;
}

export class Disk {
  #db: Db = new Database(emptyImage());
  #life: Life = { gone: true };
  /** No room for another commit. */
  full = false;
  /** Commits until power fails, and whether the last of them is on the disk. */
  cut: { commits: number; kept: boolean } | undefined;
  onCut = () => {};

  /** A ledger for a new life of the gateway. */
  open(wall: number, prng: Prng): Ledger {
    this.drop();
    this.#life = { gone: false };
    return new Ledger(this.#view(this.#life), wall, randomOf(prng));
  }

  /** The life that has it open ends here: what it did not commit is gone. */
  drop(): void {
    this.#life.gone = true;
    if (this.#db.inTransaction) this.#db.exec("ROLLBACK");
  }

  get image(): Buffer {
    return this.#db.serialize();
  }

  /** Puts an old ledger in the place of this one, as `holdfast restore` does. Only while no gateway runs. */
  restore(image: Buffer, wall: number, prng: Prng): void {
    this.#db = new Database(image);
    const random = randomOf(prng);
    new Ledger(this.#db, wall, random).beginRestoredLife(wall, random, {});
  }

  /** Only what is committed, whatever a gateway does. */
  query<T>(sql: string, ...values: unknown[]): T[] {
    return this.#db.prepare(sql).all(...values) as T[];
  }

  /** How far the controller's journal is safe; -1 in the middle of a transaction. */
  journalPosition(): number {
    if (this.#db.inTransaction) return -1;
    const [event] = this.query<{ journal: number }>(
      "SELECT journal FROM event WHERE journal IS NOT NULL ORDER BY sequence DESC LIMIT 1",
    );
    const [cabinet] = this.query<{ position: number }>("SELECT position FROM cabinet");
    return Math.max(event?.journal ?? 0, cabinet?.position ?? 0);
  }

  #view(life: Life): Db {
    const db = this.#db;
    const begin = db.prepare("BEGIN IMMEDIATE");
    const commit = db.prepare("COMMIT");
    const rollback = db.prepare("ROLLBACK");
    const run = (work: (...values: unknown[]) => unknown, values: unknown[]): unknown => {
      if (life.gone) throw new ProcessGone();
      begin.run();
      try {
        const result = work(...values);
        this.#commit(life, commit);
        return result;
      } catch (error) {
        if (db.inTransaction && !life.gone) rollback.run();
        throw error;
      }
    };
    const transaction = (work: (...values: unknown[]) => unknown) => {
      const call = (...values: unknown[]) => run(work, values);
      return Object.assign(call, { immediate: call, deferred: call, exclusive: call, default: call });
    };
    return Object.create(db, {
      transaction: { value: transaction },
      // The memory outlives its users.
      close: { value: () => this.drop() },
    }) as Db;
  }

  #commit(life: Life, commit: Database.Statement): void {
    if (this.full) throw new Database.SqliteError("database or disk is full", "SQLITE_FULL");
    if (this.cut !== undefined && --this.cut.commits <= 0) {
      if (this.cut.kept) commit.run();
      this.cut = undefined;
      this.drop();
      this.onCut();
      throw new ProcessGone();
    }
    commit.run();
    if (life.gone) throw new ProcessGone();
  }
}
