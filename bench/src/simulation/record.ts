/** Reads a controller's EEPROM with eyes of its own: firmware/controller/core/eeprom_map.h, PROTOCOL.md "Slots". */
const CELLS_AT = 176;
const CELL = 16;
const LOCKERS = 32;
const KINDS = 18;
/** How the core writes an outcome: journal_record.h. */
const WRONG_PIN = 0xf0;

export interface JournalHead {
  readonly kind: number;
  readonly sequence: number;
  readonly locker: number;
  readonly outcome: number;
  readonly rental: number;
  /** The command, or a time. */
  readonly reference: number;
}

/** CRC-8, polynomial 07, start 0, table-driven. */
const CRC8 = Uint8Array.from({ length: 256 }, (_, value) => {
  let crc = value;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x80 ? ((crc << 1) ^ 7) & 0xff : (crc << 1) & 0xff;
  return crc;
});

function crc8(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0;
  for (let at = from; at < to; at++) crc = CRC8[crc ^ (bytes[at] ?? 0)] ?? 0;
  return crc;
}

/** All journal records that were begun. */
function heads(eeprom: Uint8Array): JournalHead[] {
  const found: JournalHead[] = [];
  for (let at = CELLS_AT; at < eeprom.length; at += CELL) {
    const kind = eeprom[at] ?? 0;
    const locker = eeprom[at + 4] ?? 0;
    if (kind < 1 || kind > KINDS || locker > LOCKERS) continue;
    const check = crc8(eeprom, at, at + 5);
    if (eeprom[at + 5] !== (check === 0xff ? 0xfe : check)) continue;
    const view = new DataView(eeprom.buffer, eeprom.byteOffset + at, CELL);
    const sequence = view.getUint16(1, true) | (view.getUint8(3) << 16);
    const [outcome, rental, reference] = [view.getUint8(6), view.getUint16(7, true), view.getUint32(9, true)];
    found.push({ kind, sequence, locker, outcome, rental, reference });
  }
  return found;
}

/** The one that was begun last. */
export function newestRecord(eeprom: Uint8Array): JournalHead | undefined {
  let newest: JournalHead | undefined;
  for (const head of heads(eeprom))
    if (newest === undefined || head.sequence > newest.sequence) newest = head;
  return newest;
}

export interface SlotRecord {
  readonly locker: number;
  readonly held: boolean;
  readonly outOfService: boolean;
  readonly version: number;
  readonly rental: number;
  readonly phone: string;
}

/** The newest valid slot record of each locker. */
export function slotRecords(eeprom: Uint8Array): Map<number, SlotRecord> {
  const slots = new Map<number, SlotRecord>();
  for (let at = CELLS_AT; at < eeprom.length; at += CELL) {
    const cell = eeprom.subarray(at, at + CELL);
    const flags = cell[0] ?? 0xff;
    if (flags & 0x80 || crc8(eeprom, at, at + CELL - 1) !== cell[CELL - 1]) continue;
    const held = (flags & 0x20) !== 0;
    // A record of the journal may have a fitting check by chance, but not these digits.
    const digits = Buffer.from(cell.subarray(4, 12)).toString("hex").slice(0, 15);
    if (!(held ? /^[0-9]{6,15}f*$/ : /^f{15}$/).test(digits)) continue;
    const phone = digits.replace(/f*$/, "");
    const locker = (flags & 0x1f) + 1;
    const version = cell[1] ?? 0;
    const rental = (cell[2] ?? 0) | ((cell[3] ?? 0) << 8);
    const slot = {
      locker,
      held,
      outOfService: (flags & 0x40) !== 0,
      version,
      rental,
      phone,
    };
    const before = slots.get(locker);
    if (before === undefined || ((version - before.version) & 0xff) < 0x80) slots.set(locker, slot);
  }
  return slots;
}

/** A PIN for this locker was found wrong after the record of that sequence, by a try of this kind. */
export function wrongSince(eeprom: Uint8Array, since: number, locker: number, kind: number): boolean {
  return heads(eeprom).some(
    (head) =>
      head.sequence > since && head.kind === kind && head.locker === locker && head.outcome === WRONG_PIN,
  );
}
