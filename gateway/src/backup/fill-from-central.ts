/**
 * Fills an empty ledger with what central has of the site. Nobody believes central: what is sealed must open, what is
 * hashed must fit, and what does not is left out and counted.
 */
import { decodeSlot, SLOT_LENGTH } from "@holdfast/protocol";
import { readLabel } from "../cabinet/label.ts";
import type { SiteCopyLine } from "../contract/site-copy.ts";
import type { Db } from "../ledger/database.ts";
import { LedgerImport } from "../ledger/ledger-import.ts";
import { StartupError } from "../startup-error.ts";
import type { Sealer } from "../sync/sealer.ts";
import { EventFacts, readEvent } from "./event-facts.ts";

export interface Filled {
  /** The sequence of the last event. */
  readonly events: number;
  /** Of these the text is gone: retention took it, central never took it, or somebody changed it. */
  readonly missing: number;
  readonly rentals: number;
  readonly open: number;
  /** Phones and slots that the recovery key opens, and those that it does not, which then are as if they were not there. */
  readonly opened: number;
  readonly unreadable: number;
}

export interface FillOptions {
  readonly db: Db;
  readonly lines: AsyncIterable<SiteCopyLine>;
  /** The life that central has. */
  readonly life: { readonly epoch: number; readonly id: string };
  readonly seals: Sealer;
  /** Wall-clock milliseconds. */
  readonly wall: number;
  /** The last event that is in the ledger. */
  onProgress(event: number): void;
}

type Line<What extends SiteCopyLine["what"]> = Extract<SiteCopyLine, { what: What }>;

const PROGRESS_LINES = 500;

export async function fillFromCentral(options: FillOptions): Promise<Filled> {
  const { db, lines, seals, wall, onProgress } = options;
  const ledger = new LedgerImport(db);
  const facts = new EventFacts();
  const filled = { missing: 0, rentals: 0, open: 0, opened: 0, unreadable: 0 };
  const opened = <T>(open: () => T): T | undefined => {
    try {
      const text = open();
      filled.opened++;
      return text;
    } catch {
      filled.unreadable++;
      return undefined;
    }
  };
  let end: Line<"end"> | undefined;
  let read = 0;
  ledger.life(options.life, wall);
  for await (const line of lines) {
    if (line.what === "locker") locker(ledger, line, seals, opened);
    else if (line.what === "rental") {
      const { rental: id, phone_sealed: sealed, what: _what, ...row } = line;
      const phone = sealed === null ? undefined : opened(() => seals.openPhone(id, sealed));
      const over = line.ended_at === null && line.ended_by === null ? null : (line.ended_by ?? "corrected");
      ledger.rental({ ...row, id, phone: phone ?? "", ended_by: over });
      filled.rentals++;
      if (over === null) filled.open++;
    } else if (line.what === "place") filled.missing += place(ledger, line);
    else if (line.what === "event") filled.missing += event(ledger, facts, line);
    else if (line.what === "end") end = line;
    read += 1;
    if (read % PROGRESS_LINES === 0) onProgress(ledger.head.sequence);
  }
  checkEnd(ledger, end);
  ledger.keySeen(seals.fingerprint, wall);
  ledger.end(facts.cabinets);
  return { events: ledger.head.sequence, ...filled };
}

function locker(
  ledger: LedgerImport,
  { cabinet, locker: number, label, sealed }: Line<"locker">,
  seals: Sealer,
  opened: <T>(open: () => T) => T | undefined,
): void {
  const text = readLabelOr(label);
  if (text) ledger.label(cabinet, number, text);
  const record = sealed === null ? undefined : opened(() => seals.openSlot(cabinet, number, sealed));
  if (record?.length === SLOT_LENGTH && decodeSlot(record)?.locker === number) {
    ledger.slot(cabinet, number, record);
  }
}

/** Everybody reads it: what is no label is left out. */
function readLabelOr(label: string | null): string {
  try {
    return readLabel(label ?? "");
  } catch {
    return "";
  }
}

function checkEnd({ head }: LedgerImport, end: Line<"end"> | undefined): void {
  if (head.sequence === end?.sequence && head.hash === end.hash) return;
  throw new StartupError("central_copy_cut", `Events are missing after ${head.sequence}.`);
}

/** Both return how many events more are missing. */
function place(ledger: LedgerImport, at: { readonly sequence: number; readonly hash: string }): number {
  const missing = at.sequence - ledger.head.sequence;
  // Twice the same, or one that is behind us: central's rows were changed.
  if (missing <= 0) return 0;
  ledger.place(at);
  return missing;
}

function event(ledger: LedgerImport, facts: EventFacts, line: Line<"event">): number {
  const { sequence, hash, body } = line;
  const read = ledger.fits(line) ? readEvent(sequence, body) : undefined;
  if (read === undefined) return place(ledger, line);
  const { cabinet = null, epoch = null, journal = null } = read;
  ledger.event({ sequence, hash, body, cabinet, epoch, journal });
  facts.take(read);
  return 0;
}
