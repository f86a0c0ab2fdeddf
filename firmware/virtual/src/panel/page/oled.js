import { element } from "./dom.js";

const WIDTH = 128;
const HEIGHT = 64;
/** Blue-white on black glass, as the usual module. */
const LIT = [216, 236, 255];
const DARK = "#05080c";
/** From this size on a fine grid shows between the pixels, as on the real glass. */
const GRID_FROM = 4;

/** Draws the pixels of the display, each the same whole number of screen pixels wide. */
export class Oled {
  canvas = element("oled", HTMLCanvasElement);
  text = element("screen-text");
  drawn = "";
  /** @type {Uint8Array} */
  pixels = new Uint8Array((WIDTH * HEIGHT) / 8);
  brightness = 1;

  constructor() {
    const glass = /** @type {HTMLElement} */ (this.canvas.parentElement);
    new ResizeObserver(() => this.fit(glass.clientWidth)).observe(glass);
    // Read out what changes only to those who are at the cabinet.
    const cabinet = element("steel");
    cabinet.addEventListener("focusin", () => this.text.setAttribute("aria-live", "polite"));
    cabinet.addEventListener("focusout", () => this.text.removeAttribute("aria-live"));
  }

  /** @param {import("../state.ts").PanelState} state */
  draw({ pixels, brightness, screen, powered }) {
    const words = powered
      ? screen
          .map((row) => row.trim())
          .filter(Boolean)
          .join(", ")
      : "no power";
    if (this.text.textContent !== words) this.text.textContent = words;
    if (this.drawn === pixels && this.brightness === brightness) return;
    this.drawn = pixels;
    this.brightness = brightness;
    this.pixels = Uint8Array.from(atob(pixels), (character) => character.charCodeAt(0));
    this.paint();
  }

  /** @param {number} available */
  fit(available) {
    const ratio = window.devicePixelRatio || 1;
    const scale = Math.max(1, Math.floor(((available - 16) * ratio) / WIDTH));
    if (this.canvas.width === WIDTH * scale) return;
    this.canvas.width = WIDTH * scale;
    this.canvas.height = HEIGHT * scale;
    this.canvas.style.width = `${(WIDTH * scale) / ratio}px`;
    this.canvas.style.height = `${(HEIGHT * scale) / ratio}px`;
    this.paint();
  }

  paint() {
    const context = this.canvas.getContext("2d");
    if (context === null) return;
    const scale = this.canvas.width / WIDTH;
    const size = scale >= GRID_FROM ? scale - 0.5 : scale;
    context.fillStyle = DARK;
    context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    context.fillStyle = `rgb(${LIT.map((part) => Math.round(part * this.brightness)).join(" ")})`;
    for (let y = 0; y < HEIGHT; y++)
      for (let x = 0; x < WIDTH; x++)
        if (((this.pixels[(y >> 3) * WIDTH + x] ?? 0) >> (y & 7)) & 1)
          context.fillRect(x * scale, y * scale, size, size);
  }
}
