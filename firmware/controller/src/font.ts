/** Turns the sheet into the bytes that the SSD1306 wants: pages of eight rows, a byte per column, bit 0 on top. */
import { SHEET } from "./font-sheet.ts";

export const FONT_FIRST = 32;
export const WIDTH = 8;
const HEIGHT = 16;

export interface Glyph {
  code: number;
  /** Page 0 columns 0..7, then page 1 columns 0..7 (SSD1306 datasheet 8.7: D0 is the upper row of a page). */
  bytes: number[];
}

export function readSheet(sheet: string = SHEET): Glyph[] {
  const glyphs: Glyph[] = [];
  for (const band of sheet.trim().split("\n\n")) {
    const rows = band.split("\n").map((row) => row.trim().split(" "));
    if (rows.length !== HEIGHT) throw new Error(`a band of the font sheet has ${rows.length} rows`);
    const across = rows[0]?.length ?? 0;
    for (let index = 0; index < across; index++) {
      const code = FONT_FIRST + glyphs.length;
      glyphs.push({ code, bytes: toPages(rows.map((row) => checkedRow(row[index], code))) });
    }
  }
  return glyphs;
}

function checkedRow(row: string | undefined, code: number): string {
  if (row === undefined || !/^[.#]{7}\.$/.test(row)) throw new Error(`glyph ${code} has the row "${row}"`);
  return row;
}

function toPages(rows: readonly string[]): number[] {
  return Array.from({ length: (HEIGHT / 8) * WIDTH }, (_, at) => {
    const column = at % WIDTH;
    const page = Math.floor(at / WIDTH);
    return rows
      .slice(page * 8, page * 8 + 8)
      .reduce((byte, row, bit) => byte | (row[column] === "#" ? 1 << bit : 0), 0);
  });
}
