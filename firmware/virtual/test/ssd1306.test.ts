import { beforeEach, describe, expect, test } from "vitest";
import { Random } from "../src/board/random.ts";
import { Ssd1306 } from "../src/board/ssd1306.ts";

const CONTROL_COMMANDS = 0x00;
const CONTROL_DATA = 0x40;
const ON = [0x8d, 0x14, 0xa1, 0xc8, 0xaf];

let chip: Ssd1306;
beforeEach(() => {
  chip = new Ssd1306(0x3c);
  chip.powerOn(new Random(1));
});

function send(control: number, ...bytes: number[]): void {
  chip.select(true);
  for (const byte of [control, ...bytes]) chip.write(byte, 0);
}

/** The whole RAM, so that nothing of the noise shows. */
function clear(): void {
  send(CONTROL_COMMANDS, 0x20, 0x00, 0x21, 0, 127, 0x22, 0, 7);
  send(CONTROL_DATA, ...new Array<number>(1024).fill(0));
}

function lit(): [number, number][] {
  const picture = chip.picture();
  const found: [number, number][] = [];
  for (const [index, byte] of picture.entries())
    for (let bit = 0; bit < 8; bit++)
      if ((byte >> bit) & 1) found.push([index % 128, 8 * (index >> 7) + bit]);
  return found;
}

test("at power-on it is dark, though its RAM is full of noise", () => {
  expect(lit()).toEqual([]);
  send(CONTROL_COMMANDS, 0xaf);
  expect(lit()).toEqual([]); // no charge pump, no light
  send(CONTROL_COMMANDS, 0x8d, 0x14);
  expect(lit().length).toBeGreaterThan(3000);
});

describe("addressing", () => {
  beforeEach(() => {
    clear();
    send(CONTROL_COMMANDS, ...ON);
  });

  test("page mode stays in its page and wraps around", () => {
    send(CONTROL_COMMANDS, 0x20, 0x02, 0xb3, 0x0f, 0x17);
    send(CONTROL_DATA, 0x01, 0x02);
    expect(lit()).toEqual([
      [0, 25],
      [127, 24],
    ]);
  });

  test("horizontal mode runs through its window row by row", () => {
    send(CONTROL_COMMANDS, 0x20, 0x00, 0x21, 10, 11, 0x22, 2, 3);
    send(CONTROL_DATA, 1, 1, 1, 1, 2);
    expect(lit()).toEqual([
      [10, 17],
      [11, 16],
      [10, 24],
      [11, 24],
    ]);
  });

  test("vertical mode runs through its window column by column", () => {
    send(CONTROL_COMMANDS, 0x20, 0x01, 0x21, 10, 11, 0x22, 2, 3);
    send(CONTROL_DATA, 1, 1, 0, 1);
    expect(lit()).toEqual([
      [10, 16],
      [10, 24],
      [11, 24],
    ]);
  });
});

test("one control byte with Co set is followed by one byte and the next control byte", () => {
  clear();
  send(0x80, 0x8d, 0x80, 0x14, 0x80, 0xa1, 0x80, 0xc8, 0x80, 0xaf, 0x80, 0xb0, CONTROL_DATA, 0x01);
  expect(chip.on).toBe(true);
  expect(lit()).toHaveLength(1);
});

test("without segment remap and scan direction the usual module shows everything upside down", () => {
  clear();
  send(CONTROL_COMMANDS, 0x8d, 0x14, 0xaf, 0x21, 0, 127, 0x22, 0, 7);
  send(CONTROL_DATA, 0x01);
  expect(lit()).toEqual([[127, 63]]);
});

test("contrast, inversion and off are obeyed", () => {
  clear();
  send(CONTROL_COMMANDS, ...ON, 0x81, 0x10, 0xa7);
  expect(chip.contrast).toBe(0x10);
  expect(lit()).toHaveLength(128 * 64);
  send(CONTROL_COMMANDS, 0xae);
  expect(lit()).toEqual([]);
});
