/**
 * The process that is recorded: FOLDER SEED CHANGES SYNCHRONOUS. A real ledger, opened and closed some times, whose log
 * moves into the database often; after each change its number goes to the file "acks".
 */
import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Ledger, openDatabase } from "@holdfast/gateway/ledger";
import { Prng } from "../prng.ts";
import { Changes } from "./changes.ts";

const [folder = "", seed = "", count = "0", synchronous = "FULL"] = process.argv.slice(2);
const prng = new Prng(`${seed}/process`);
const random = { bytes: (length: number) => prng.bytes(length), below: (below: number) => prng.below(below) };
const changes = new Changes(seed, Number(count));
const acks = openSync(join(folder, "acks"), "a");

function open(): Ledger {
  const db = openDatabase(folder);
  // A ledger is opened with FULL; the others show that what follows would notice.
  if (synchronous !== "FULL") db.pragma(`synchronous = ${synchronous}`);
  db.pragma(`wal_autocheckpoint = ${prng.pick([5, 20, 60, 4000])}`);
  return new Ledger(db, 0, random);
}

let ledger = open();
for (let change = 1; change <= Number(count); change++) {
  changes.carryOut(ledger, change);
  writeSync(acks, String(change));
  if (prng.chance(0.03)) {
    ledger.close();
    ledger = open();
  }
}
closeSync(acks);
// Not closed: the cut may come at any time.
