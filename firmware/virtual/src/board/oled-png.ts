import { PNG } from "pngjs";
import { HEIGHT, WIDTH } from "./ssd1306.ts";

/** The blue-white of the usual module on its black glass. */
const LIT = [0xd8, 0xec, 0xff] as const;
const DARK = [0x08, 0x0b, 0x10] as const;
const MARGIN = 4;

/** The picture as a PNG, each pixel `scale` pixels wide and high. */
export function oledPng(picture: Uint8Array, scale: number, brightness: number): Buffer {
  const size = Math.max(1, Math.min(16, Math.round(scale)));
  const image = new PNG({ width: (WIDTH + 2 * MARGIN) * size, height: (HEIGHT + 2 * MARGIN) * size });
  for (let y = 0; y < image.height; y++)
    for (let x = 0; x < image.width; x++) {
      const column = Math.floor(x / size) - MARGIN;
      const line = Math.floor(y / size) - MARGIN;
      const inside = column >= 0 && column < WIDTH && line >= 0 && line < HEIGHT;
      const lit = inside && (((picture[(line >> 3) * WIDTH + column] ?? 0) >> (line & 7)) & 1) === 1;
      const at = (y * image.width + x) * 4;
      for (const [channel, dark] of DARK.entries())
        image.data[at + channel] = lit ? dark + ((LIT[channel] ?? dark) - dark) * brightness : dark;
      image.data[at + 3] = 0xff;
    }
  return PNG.sync.write(image);
}
