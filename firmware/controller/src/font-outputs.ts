/** The three files that are made of the font: flash table, symbol codes for the core, table for the virtual cabinet. */
import { FONT_FIRST, type Glyph, readSheet, WIDTH } from "./font.ts";
import { SYMBOLS } from "./font-sheet.ts";

const FROM = "Generated from firmware/controller/src/font-sheet.ts by generate-font.ts. Do not edit.";
const FIRST_SYMBOL = 127;

/** Paths are relative to firmware/. */
export function fontOutputs(): Record<string, string> {
  const glyphs = readSheet();
  const last = FONT_FIRST + glyphs.length - 1;
  if (last !== FIRST_SYMBOL + SYMBOLS.length - 1) throw new Error(`the sheet ends at ${last}`);
  return {
    "controller/avr/font.c": flashTable(glyphs),
    "controller/core/font.h": symbolHeader(last),
    "virtual/src/font-table.ts": glyphTable(glyphs),
  };
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}

function flashTable(glyphs: readonly Glyph[]): string {
  const rows = glyphs.map(({ bytes }) => {
    const inked = bytes.filter((_, index) => index % WIDTH !== WIDTH - 1);
    return `    {${inked.map((byte) => `0x${hex(byte)}`).join(", ")}},`;
  });
  return `/* ${FROM} */
#include "oled.h"

const uint8_t font_glyphs[][GLYPH_BYTES] PROGMEM = {
${rows.join("\n")}
};
`;
}

function symbolHeader(last: number): string {
  const lines = SYMBOLS.flatMap(({ name }, index) => {
    const octal = `\\${(FIRST_SYMBOL + index).toString(8)}`;
    return [`#define SYMBOL_${name} '${octal}'`, `#define SYMBOL_${name}_TEXT "${octal}"`];
  });
  return `/* ${FROM} */
#ifndef HOLDFAST_FONT_H
#define HOLDFAST_FONT_H

#define FONT_FIRST ${FONT_FIRST}
#define FONT_LAST ${last}

/* Characters above ASCII; the _TEXT forms join with string literals. */
${lines.join("\n")}

#endif
`;
}

function glyphTable(glyphs: readonly Glyph[]): string {
  const rows = glyphs.map(({ code, bytes }) => `  ${code}: "${bytes.map(hex).join("")}",`);
  const names = SYMBOLS.map(({ text }, index) => `  ${FIRST_SYMBOL + index}: "${text}",`);
  return `/* ${FROM} */

/** Character code to its cell: page 0 columns 0..7, then page 1 columns 0..7, two hex digits each. */
export const GLYPHS: Record<number, string> = {
${rows.join("\n")}
};

/** How the codes above ASCII are written in plain text. */
export const SYMBOLS: Record<number, string> = {
${names.join("\n")}
};
`;
}
