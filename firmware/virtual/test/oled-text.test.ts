import { expect, test } from "vitest";
import { OledReader } from "../src/board/oled-text.ts";
import { GLYPHS } from "../src/font-table.ts";

const reader = new OledReader(GLYPHS);

function cell(character: string): Buffer {
  return Buffer.from(GLYPHS[character.charCodeAt(0)] ?? "", "hex");
}

function drawSmall(picture: Uint8Array, row: number, text: string): void {
  for (const [column, character] of [...text].entries())
    for (const [index, byte] of cell(character).entries())
      picture[(2 * row + (index >> 3)) * 128 + 8 * column + (index & 7)] = byte;
}

function drawBig(picture: Uint8Array, row: number, text: string): void {
  for (const [column, character] of [...text].entries()) {
    const bytes = cell(character);
    for (let x = 0; x < 16; x++)
      for (let y = 0; y < 32; y++) {
        const lit = ((bytes[8 * (y >> 4) + (x >> 1)] ?? 0) >> ((y >> 1) & 7)) & 1;
        const index = (2 * row + (y >> 3)) * 128 + 16 * column + x;
        picture[index] = (picture[index] ?? 0) | (lit << (y & 7));
      }
  }
}

test("rows of both sizes are read back as they were drawn", () => {
  const picture = new Uint8Array(1024);
  drawSmall(picture, 0, "Locker 3 is open");
  drawBig(picture, 1, "1234 AB#");
  drawSmall(picture, 3, "*back     # ok >");
  expect(reader.rows(picture)).toEqual(["Locker 3 is open", "1234 AB#", "", "*back     # ok >"]);
});

test("an inverted row is read like a plain one", () => {
  const picture = new Uint8Array(1024);
  drawSmall(picture, 2, "choose me       ");
  for (let index = 512; index < 768; index++) picture[index] = ~(picture[index] ?? 0);
  expect(reader.rows(picture)[2]).toBe("choose me       ");
});

test("what is no character is said to be unknown", () => {
  const picture = new Uint8Array(1024);
  picture.fill(0xaa, 0, 8);
  expect(reader.rows(picture)[0]?.[0]).toBe("\uFFFD");
});
