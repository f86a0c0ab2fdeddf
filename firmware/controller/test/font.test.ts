import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readSheet } from "../src/font.ts";
import { fontOutputs } from "../src/font-outputs.ts";

test("the generated files are those of the sheet", () => {
  for (const [path, wanted] of Object.entries(fontOutputs()))
    expect(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"), path).toBe(wanted);
});

test("no two characters look the same", () => {
  const glyphs = readSheet();
  expect(new Set(glyphs.map(({ bytes }) => bytes.join())).size).toBe(glyphs.length);
});

test("a sheet with ink in the column that stays free is refused", () => {
  const rows = Array.from({ length: 16 }, (_, index) => (index === 5 ? ".......#" : "........"));
  expect(() => readSheet(rows.join("\n"))).toThrow('glyph 32 has the row ".......#"');
});
