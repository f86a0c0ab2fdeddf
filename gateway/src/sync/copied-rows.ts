/**
 * The rows that central has a copy of. Nothing is tracked while people store and collect: at each batch the site as it is
 * now is compared with what was noted when it was last looked at, and what differs gets the next revision, on disk
 * before it is sent. So a restart, a new life or a central that went back needs nothing special.
 */
import type { SyncConsent } from "../configuration/schema.ts";
import type { CopiedRowStore, NotedRow, RevisedRow } from "../ledger/copied-row-store.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { removedCabinet } from "./cabinet-row.ts";
import { removedLocker } from "./locker-row.ts";
import { type BatchRows, digestOf, keyOf, type PresentRow } from "./present-row.ts";
import { rentalRow } from "./rental-row.ts";
import type { Sealer } from "./sealer.ts";

/** One more when rows say more or something else than before, so that all of them are copied again. */
const FORM = 1;
const RENTALS_AT_ONCE = 1000;

export interface CopiedRowsOptions {
  readonly ledger: Ledger;
  readonly store: CopiedRowStore;
  readonly sealer: Sealer;
  readonly phones: SyncConsent["phones"];
  /** The site, its cabinets and lockers as they are now. */
  present(): PresentRow[];
  /** Wall-clock milliseconds. */
  wall(): number;
}

export class CopiedRows {
  readonly #o: CopiedRowsOptions;
  readonly #form: PresentRow;

  constructor(options: CopiedRowsOptions) {
    this.#o = options;
    const digest = digestOf([FORM, options.phones, options.sealer.fingerprint]);
    this.#form = { what: "form", cabinet: "", number: 0, digest, put: () => {} };
  }

  /** At most `most` rows above a revision, each once and as it is now. `left`: whether there are more. */
  page(after: number, most: number): { rows: BatchRows; left: boolean } {
    const { ledger, store } = this.#o;
    const { present, left } = this.#look();
    // Central has revisions that this ledger never gave: it lost them with whatever was put back to an old copy.
    if (after > store.highest && !ledger.lowOnSpace) ledger.change(() => store.renumber(after));
    const found = store.after(after, most + 1);
    const page = found.slice(0, most);
    const to = page.at(-1)?.rev ?? after;
    const rows: BatchRows = { after, to, cabinets: [], lockers: [], rentals: [] };
    for (const row of page) this.#put(rows, row, present);
    return { rows, left: left || found.length > most };
  }

  /** The newest revision, and those of lockers and open rentals as they are now. */
  revised(): { rev: number; revised: RevisedRow[] } {
    this.#look();
    const { store } = this.#o;
    return { rev: store.highest, revised: store.current() };
  }

  /** Notes what differs. `left`: rentals that were not noted yet wait for the next time. */
  #look(): { present: ReadonlyMap<string, PresentRow>; left: boolean } {
    const { ledger, store } = this.#o;
    const noted = store.noted();
    const present = this.#present(noted);
    // What can wait does not write on a full disk.
    if (ledger.lowOnSpace) return { present, left: false };
    const known = new Map(noted.map((row) => [keyOf(row), row.digest]));
    const changed = [...present]
      .filter(([key, { digest }]) => known.get(key) !== digest)
      .map(([, row]) => row);
    const begun = store.newRentals(RENTALS_AT_ONCE);
    const ended = store.endedRentals();
    if (changed.length + begun.length + ended.length > 0) {
      ledger.change(() => {
        if (changed.includes(this.#form)) store.renumber(0);
        for (const { what, cabinet, number, digest } of changed)
          store.note({ what, cabinet, number, digest });
        for (const { id, ended: over } of begun) store.note(rentalNote(id, over === 1));
        for (const id of ended) store.note(rentalNote(id, true));
      });
    }
    return { present, left: begun.length === RENTALS_AT_ONCE };
  }

  #present(noted: readonly NotedRow[]): Map<string, PresentRow> {
    const present = new Map([this.#form, ...this.#o.present()].map((row) => [keyOf(row), row]));
    for (const row of noted) {
      const key = keyOf(row);
      if (present.has(key)) continue;
      if (row.what === "cabinet") present.set(key, removedCabinet(row.cabinet));
      if (row.what === "locker") present.set(key, removedLocker(row.cabinet, row.number));
    }
    return present;
  }

  #put(rows: BatchRows, row: RevisedRow, present: ReadonlyMap<string, PresentRow>): void {
    const { ledger, sealer, phones, wall } = this.#o;
    const rental = row.what === "rental" ? ledger.rentals.get(row.number) : undefined;
    if (rental) rows.rentals.push(rentalRow(rental, row.rev, { sealer, phones, wall: wall() }));
    else present.get(keyOf(row))?.put(rows, row.rev);
  }
}

function rentalNote(id: number, ended: boolean): NotedRow {
  return { what: "rental", cabinet: "", number: id, digest: ended ? "ended" : "open" };
}
