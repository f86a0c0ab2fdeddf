/** The three files that are made of the font: flash tables, their bounds, table for the virtual cabinet. */
import { FONT_FIRST, type Glyph, readSheet, WIDTH } from "./font.ts";

const FROM = "Generated from firmware/controller/src/font-sheet.ts by generate-font.ts. Do not edit.";

/** Paths are relative to firmware/. */
export function fontOutputs(): Record<string, string> {
  const glyphs = readSheet();
  return {
    "controller/avr/font.c": flashTables(glyphs),
    "controller/core/font.h": bounds(FONT_FIRST + glyphs.length - 1),
    "virtual/src/font-table.ts": glyphTable(glyphs),
  };
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}

/** Many characters share a column: each column stands there once, and a glyph is the places of its columns. */
function flashTables(glyphs: readonly Glyph[]): string {
  const inked = glyphs.map(({ bytes }) =>
    Array.from({ length: WIDTH - 1 }, (_, x) => `{0x${hex(bytes[x] ?? 0)}, 0x${hex(bytes[WIDTH + x] ?? 0)}}`),
  );
  const columns = [...new Set(inked.flat())].sort();
  const rows = inked.map(
    (glyph) => `    {${glyph.map((column) => `0x${hex(columns.indexOf(column))}`).join(", ")}},`,
  );
  return `/* ${FROM} */
#include "oled.h"

const uint8_t font_columns[][2] PROGMEM = {
${columns.map((column) => `    ${column},`).join("\n")}
};

const uint8_t font_glyphs[][GLYPH_COLUMNS] PROGMEM = {
${rows.join("\n")}
};
`;
}

function bounds(last: number): string {
  return `/* ${FROM} */
#ifndef HOLDFAST_FONT_H
#define HOLDFAST_FONT_H

#define FONT_FIRST ${FONT_FIRST}
#define FONT_LAST ${last}

#endif
`;
}

function glyphTable(glyphs: readonly Glyph[]): string {
  const rows = glyphs.map(({ code, bytes }) => `  ${code}: "${bytes.map(hex).join("")}",`);
  return `/* ${FROM} */

/** Character code to its cell: page 0 columns 0..7, then page 1 columns 0..7, two hex digits each. */
export const GLYPHS: Record<number, string> = {
${rows.join("\n")}
};
`;
}
