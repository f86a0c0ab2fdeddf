/** Fills an empty ledger with what central has of the site. Nobody believes central: what is sealed must open, what is hashed must fit. */
import { decodeSlot, SLOT_LENGTH } from "@holdfast/protocol";
import type { SiteCopyLine } from "../contract/site-copy.ts";
import type { Db } from "../ledger/database.ts";
import { LedgerImport } from "../ledger/ledger-import.ts";
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

const LOST = "the gateway was lost before it told; look at the locker's events";
const PROGRESS_EVENTS = 500;

export async function fillFromCentral(options: FillOptions): Promise<Filled> {
  const { db, lines, seals, wall, onProgress } = options;
  const ledger = new LedgerImport(db);
  const facts = new EventFacts();
  const commands: Line<"command">[] = [];
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
    } else if (line.what === "command") commands.push(line);
    else if (line.what === "place") filled.missing += place(ledger, line);
    else if (line.what === "event") filled.missing += event(ledger, facts, line);
    if (ledger.head.sequence % PROGRESS_EVENTS === 0) onProgress(ledger.head.sequence);
  }
  for (const { what: _what, ...command } of commands) {
    // Whether it was carried out after the last copy nobody knows any more. Never a second time.
    const { state, result } = facts.end(command.id) ?? { state: "unknown", result: LOST };
    ledger.command(command, state, result, wall);
  }
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
  if (label) ledger.label(cabinet, number, label);
  const record = sealed === null ? undefined : opened(() => seals.openSlot(cabinet, number, sealed));
  if (record?.length === SLOT_LENGTH && decodeSlot(record)?.locker === number) {
    ledger.slot(cabinet, number, record);
  }
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
