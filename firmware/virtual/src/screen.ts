import { oledPng } from "./board/oled-png.ts";
import { OledReader } from "./board/oled-text.ts";
import type { Ssd1306 } from "./board/ssd1306.ts";
import { GLYPHS } from "./font-table.ts";

const reader = new OledReader(GLYPHS);

/** The OLED as a person sees it. */
export class Screen {
  /** When something was last sent to the display, in CPU cycles. */
  lastChangeCycle = 0;
  private readonly chip: Ssd1306;
  private picture: Uint8Array | undefined;
  private rows: string[] | undefined;

  constructor(chip: Ssd1306) {
    this.chip = chip;
    chip.onChange = (cycle) => {
      this.lastChangeCycle = cycle;
      this.picture = undefined;
      this.rows = undefined;
    };
  }

  get on(): boolean {
    return this.chip.on;
  }

  /** From 0 to 1. */
  get brightness(): number {
    return 0.35 + (0.65 * this.chip.contrast) / 0xff;
  }

  /** 1024 bytes, page by page, bit 0 of a byte on top; do not change them. */
  get pixels(): Uint8Array {
    this.picture ??= this.chip.picture();
    return this.picture;
  }

  /** Four rows of 16 characters; a row of double size has 8, and the one that it covers is "". */
  text(): string[] {
    this.rows ??= reader.rows(this.pixels);
    return [...this.rows];
  }

  png(scale = 4): Buffer {
    return oledPng(this.pixels, scale, this.brightness);
  }
}
