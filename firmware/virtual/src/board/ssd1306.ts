import type { I2cDevice } from "./i2c-bus.ts";
import type { Random } from "./random.ts";

export const WIDTH = 128;
export const HEIGHT = 64;
const PAGES = 8;

/** Commands by their first byte and how many bytes follow (SSD1306 datasheet, table 9-1). */
const PARAMETERS = new Map<number, number>([
  [0x20, 1],
  [0x21, 2],
  [0x22, 2],
  [0x26, 6],
  [0x27, 6],
  [0x29, 5],
  [0x2a, 5],
  [0x81, 1],
  [0x8d, 1],
  [0xa3, 2],
  [0xa8, 1],
  [0xd3, 1],
  [0xd5, 1],
  [0xd9, 1],
  [0xda, 1],
  [0xdb, 1],
]);

type Addressing = "horizontal" | "vertical" | "page";

/** The display controller with the glass of the usual 128x64 module. */
export class Ssd1306 implements I2cDevice {
  readonly address: number;
  onChange: ((cycle: number) => void) | undefined;
  on = false;
  contrast = 0x7f;
  inverted = false;
  private readonly ram = new Uint8Array(WIDTH * PAGES);
  private chargePump = false;
  private allOn = false;
  private mirrored = true;
  private flipped = true;
  private startLine = 0;
  private offset = 0;
  private addressing: Addressing = "page";
  private column = 0;
  private page = 0;
  private columns: [number, number] = [0, WIDTH - 1];
  private pages: [number, number] = [0, PAGES - 1];
  private expectsControl = true;
  private isData = false;
  private single = false;
  private command: number[] = [];

  constructor(address: number) {
    this.address = address;
  }

  /** The values of table 8-2 after a reset; the RAM holds whatever it holds. */
  powerOn(random: Random): void {
    random.fill(this.ram);
    this.powerOff();
    this.contrast = 0x7f;
    this.inverted = false;
    this.chargePump = false;
    this.allOn = false;
    this.mirrored = true;
    this.flipped = true;
    this.startLine = 0;
    this.offset = 0;
    this.addressing = "page";
    this.column = 0;
    this.page = 0;
    this.columns = [0, WIDTH - 1];
    this.pages = [0, PAGES - 1];
    this.command = [];
  }

  powerOff(): void {
    this.on = false;
  }

  /** What one sees: 1024 bytes, page by page, bit 0 of a byte on top. */
  picture(): Uint8Array {
    const picture = new Uint8Array(WIDTH * PAGES);
    if (!this.on || !this.chargePump) return picture;
    for (let y = 0; y < HEIGHT; y++) {
      const line = ((this.flipped ? HEIGHT - 1 - y : y) + this.startLine + this.offset) % HEIGHT;
      for (let x = 0; x < WIDTH; x++) {
        const stored = ((this.ram[(line >> 3) * WIDTH + x] ?? 0) >> (line & 7)) & 1;
        const lit = this.allOn ? 1 : stored ^ (this.inverted ? 1 : 0);
        const index = (y >> 3) * WIDTH + x;
        picture[index] = (picture[index] ?? 0) | (lit << (y & 7));
      }
    }
    return picture;
  }

  select(write: boolean): boolean {
    this.expectsControl = true;
    return write;
  }

  read(): number {
    return this.on ? 0x00 : 0x40;
  }

  /** Control byte: bit 7 Co (one byte follows, then another control byte), bit 6 D/C (datasheet 8.1.5.2). */
  write(byte: number, cycle: number): boolean {
    if (this.expectsControl) {
      this.expectsControl = false;
      this.single = (byte & 0x80) !== 0;
      this.isData = (byte & 0x40) !== 0;
      return true;
    }
    this.expectsControl = this.single;
    if (this.isData) this.store(byte);
    else this.instruct(byte);
    this.onChange?.(cycle);
    return true;
  }

  private store(byte: number): void {
    // Segment remap acts when data is stored, not when it is shown.
    const x = this.mirrored ? WIDTH - 1 - this.column : this.column;
    this.ram[this.page * WIDTH + x] = byte;
    if (this.addressing === "page") this.column = (this.column + 1) % WIDTH;
    else if (this.addressing === "horizontal") {
      if (this.nextColumn()) this.nextPage();
    } else if (this.nextPage()) this.nextColumn();
  }

  private nextColumn(): boolean {
    const ended = this.column === this.columns[1];
    this.column = ended ? this.columns[0] : (this.column + 1) % WIDTH;
    return ended;
  }

  private nextPage(): boolean {
    const ended = this.page === this.pages[1];
    this.page = ended ? this.pages[0] : (this.page + 1) % PAGES;
    return ended;
  }

  private instruct(byte: number): void {
    this.command.push(byte);
    const [code = 0, ...parameters] = this.command;
    if (parameters.length < (PARAMETERS.get(code) ?? 0)) return;
    this.command = [];
    if (parameters.length > 0) this.set(code, parameters);
    else this.setByRange(code);
  }

  private set(code: number, [first = 0, second = 0]: number[]): void {
    if (code === 0x20)
      this.addressing = (["horizontal", "vertical", "page", "page"] as const)[first & 3] ?? "page";
    else if (code === 0x21) {
      this.columns = [first & 0x7f, second & 0x7f];
      this.column = this.columns[0];
    } else if (code === 0x22) {
      this.pages = [first & 7, second & 7];
      this.page = this.pages[0];
    } else if (code === 0x81) this.contrast = first;
    else if (code === 0x8d) this.chargePump = (first & 0x04) !== 0;
    else if (code === 0xd3) this.offset = first & 0x3f;
  }

  private setByRange(code: number): void {
    // Column and page start of 00..1F and B0..B7 are for page addressing only.
    if (code <= 0x0f) this.column = (this.column & 0x70) | code;
    else if (code <= 0x1f) this.column = (this.column & 0x0f) | ((code & 0x07) << 4);
    else if (code >= 0x40 && code <= 0x7f) this.startLine = code & 0x3f;
    else if (code >= 0xb0 && code <= 0xb7) this.page = code & 7;
    else if (code === 0xa0 || code === 0xa1) this.mirrored = code === 0xa0;
    else if (code === 0xc0 || code === 0xc8) this.flipped = code === 0xc0;
    else if (code === 0xa4 || code === 0xa5) this.allOn = code === 0xa5;
    else if (code === 0xa6 || code === 0xa7) this.inverted = code === 0xa7;
    else if (code === 0xae || code === 0xaf) this.on = code === 0xaf;
  }
}
