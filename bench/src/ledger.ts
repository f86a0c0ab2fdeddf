/** `npm run bench -- ledger`: what a change of the ledger costs beside the least that SQLite can do. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Ledger, openLedger } from "@holdfast/gateway/ledger";
import Database from "better-sqlite3";
import { type Figure, figure } from "./figure.ts";
import { median } from "./median.ts";

/** Changes a batch, and batches of each side, one after the other in turn. */
const BATCH = 50;
const PAIRS = 41;

/** A store and a finish in turn: rental, event and position in one transaction. */
function changes(ledger: Ledger): () => void {
  let number = 0;
  let open: number | undefined;
  ledger.change(() => ledger.cabinets.set("bench", { controller: new Uint8Array(4), epoch: 1, position: 0 }));
  return () => {
    number++;
    const at = Date.now();
    ledger.change((append) => {
      const kind = open === undefined ? "keypad_store" : "keypad_finish";
      if (open === undefined) {
        open = ledger.rentals.start({
          cabinet: "bench",
          epoch: 1,
          locker: 1,
          number,
          phone: "41791234567",
          source: "keypad",
          receipt: null,
          started_at: at,
        });
      } else {
        ledger.rentals.end(open, at, kind);
        open = undefined;
      }
      append({
        at,
        kind,
        cabinet: "bench",
        locker: 1,
        outcome: "done",
        actor: "keypad",
        phone: "… 567",
        detail: { rental: number },
        journal: { epoch: 1, sequence: number },
      });
    });
  };
}

/** One row in a transaction, with the pragmas of the ledger. */
function bareRow(db: Database.Database): () => void {
  db.pragma("locking_mode = EXCLUSIVE");
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.pragma("wal_autocheckpoint = 4000");
  db.exec("CREATE TABLE bare (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT");
  const insert = db.prepare("INSERT INTO bare (body) VALUES (?)");
  const change = db.transaction(() => insert.run("one row")).immediate;
  return () => void change();
}

/** Milliseconds of a batch. */
function time(change: () => void): number {
  const from = performance.now();
  for (let i = 0; i < BATCH; i++) change();
  return performance.now() - from;
}

export async function* ledger(): AsyncIterable<Figure> {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-bench-"));
  try {
    const ours = openLedger(join(folder, "ours"), Date.now());
    const db = new Database(join(folder, "bare.db"));
    const oursChange = changes(ours);
    const bareChange = bareRow(db);
    const ratios: number[] = [];
    for (let pair = 0; pair < PAIRS; pair++) {
      // Speed as a ratio: 1 means as quick as the bare row. The order alternates, so that neither side is always second.
      const first = pair % 2 === 0 ? time(oursChange) : time(bareChange);
      const second = pair % 2 === 0 ? time(bareChange) : time(oursChange);
      ratios.push(pair % 2 === 0 ? second / first : first / second);
    }
    ours.close();
    db.close();
    yield figure(
      "ledger.change_ratio",
      median(ratios),
      "x",
      { atLeast: 0.8 },
      { value: 1, of: "a bare one-row transaction in the same run" },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
