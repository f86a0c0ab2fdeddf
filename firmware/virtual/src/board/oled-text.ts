import { WIDTH } from "./ssd1306.ts";

const ROWS = 4;
const COLUMNS = 16;
const GLYPH_BYTES = 16;
/** What stands for a cell that is no glyph. */
const UNKNOWN = "\uFFFD";

/** Reads the screen back as the text the firmware drew: rows of 16 characters, or of 8 in double size. */
export class OledReader {
  private readonly characters = new Map<string, string>();

  constructor(glyphs: Readonly<Record<number, string>>) {
    for (const [code, cell] of Object.entries(glyphs)) {
      const character = String.fromCharCode(Number(code));
      // Of two characters that look the same the plainer one is meant.
      if (!this.characters.has(cell)) this.characters.set(cell, character);
    }
    for (const [cell, character] of [...this.characters]) {
      const inverse = Buffer.from(Buffer.from(cell, "hex").map((byte) => ~byte)).toString("hex");
      if (!this.characters.has(inverse)) this.characters.set(inverse, character);
    }
  }

  /** Four rows. One of double size has 8 characters, and the row that it covers is empty. */
  rows(picture: Uint8Array): string[] {
    const rows: string[] = [];
    while (rows.length < ROWS) {
      const row = rows.length;
      const small = this.small(picture, row);
      const below = row + 1 < ROWS ? this.small(picture, row + 1) : "";
      const big = row + 1 < ROWS && (small + below).includes(UNKNOWN) ? this.big(picture, row) : UNKNOWN;
      if (big.includes(UNKNOWN)) rows.push(small);
      else rows.push(big, "");
    }
    return rows;
  }

  private small(picture: Uint8Array, row: number): string {
    let text = "";
    for (let column = 0; column < COLUMNS; column++) {
      const cell = Buffer.alloc(GLYPH_BYTES);
      for (let x = 0; x < 8; x++) {
        cell[x] = picture[2 * row * WIDTH + 8 * column + x] ?? 0;
        cell[8 + x] = picture[(2 * row + 1) * WIDTH + 8 * column + x] ?? 0;
      }
      text += this.characters.get(cell.toString("hex")) ?? UNKNOWN;
    }
    return text;
  }

  /** A character of double size is a small one with each pixel drawn as four. */
  private big(picture: Uint8Array, row: number): string {
    const lit = (x: number, y: number) => ((picture[(y >> 3) * WIDTH + x] ?? 0) >> (y & 7)) & 1;
    let text = "";
    for (let column = 0; column < COLUMNS / 2; column++) {
      const cell = Buffer.alloc(GLYPH_BYTES);
      let uniform = true;
      for (let x = 0; x < 8; x++)
        for (let y = 0; y < 16; y++) {
          const left = 16 * column + 2 * x;
          const top = 16 * row + 2 * y;
          const sum = lit(left, top) + lit(left + 1, top) + lit(left, top + 1) + lit(left + 1, top + 1);
          if (sum !== 0 && sum !== 4) uniform = false;
          if (sum === 4) cell[8 * (y >> 3) + x] = (cell[8 * (y >> 3) + x] ?? 0) | (1 << (y & 7));
        }
      text += (uniform ? this.characters.get(cell.toString("hex")) : undefined) ?? UNKNOWN;
    }
    return text;
  }
}
