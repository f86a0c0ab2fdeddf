import { element, make } from "./dom.js";

const KEYS = "123A456B789C*0#D";
/** What is printed on a key besides its sign. */
const LEGENDS = new Map([
  ["*", "back"],
  ["#", "OK"],
  ["C", "▲"],
  ["D", "▼"],
]);
const TAP_MS = 80;

/** @typedef {(command: import("../commands.ts").Command) => void} Send */

/** @param {KeyboardEvent} event */
function keyOf(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return undefined;
  if (event.key === "Enter") return "#";
  if (event.key === "Backspace") return "*";
  const key = event.key.toUpperCase();
  return key.length === 1 && KEYS.includes(key) ? key : undefined;
}

/** Sixteen keys for the mouse and the finger, and one stop of the Tab key for the keyboard. */
export class Keypad {
  pad = element("keypad");
  /** @type {Map<string, HTMLElement>} */
  buttons = new Map();
  /** What is held, by what holds it. @type {Map<string, string>} */
  held = new Map();

  /** @param {Send} send */
  constructor(send) {
    this.send = send;
    this.pad.tabIndex = 0;
    for (const key of KEYS) this.pad.append(this.button(key));
    this.pad.addEventListener("keydown", (event) => {
      const key = keyOf(event);
      if (key === undefined) return;
      event.preventDefault();
      if (!event.repeat) this.press(event.code, key);
    });
    this.pad.addEventListener("keyup", (event) => this.release(event.code));
    this.pad.addEventListener("blur", () => this.releaseAll());
    window.addEventListener("blur", () => this.releaseAll());
  }

  /** @param {string} key */
  button(key) {
    const legend = LEGENDS.get(key);
    const button = make("button", "key", key, ...(legend ? [make("small", "", legend)] : []));
    button.type = "button";
    button.tabIndex = -1;
    button.setAttribute("aria-label", legend && /\w/.test(legend) ? `${key}, ${legend}` : key);
    button.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      this.pad.focus({ preventScroll: true });
      button.setPointerCapture(event.pointerId);
      this.press(`pointer ${event.pointerId}`, key);
    });
    for (const end of /** @type {const} */ (["pointerup", "pointercancel", "lostpointercapture"]))
      button.addEventListener(end, (event) => this.release(`pointer ${event.pointerId}`));
    // A click without a pointer comes from assistive technology.
    button.addEventListener("click", (event) => {
      if (event.detail !== 0) return;
      this.press(`click ${key}`, key);
      setTimeout(() => this.release(`click ${key}`), TAP_MS);
    });
    this.buttons.set(key, button);
    return button;
  }

  /** @param {string} holder @param {string} key */
  press(holder, key) {
    this.held.set(holder, key);
    this.send({ type: "press", key });
  }

  /** @param {string} holder */
  release(holder) {
    const key = this.held.get(holder);
    if (key === undefined) return;
    this.held.delete(holder);
    this.send({ type: "release", key });
  }

  releaseAll() {
    for (const holder of [...this.held.keys()]) this.release(holder);
  }

  forget() {
    this.held.clear();
  }

  /** @param {import("../state.ts").PanelState} state */
  draw({ keys }) {
    for (const [key, button] of this.buttons) button.classList.toggle("down", keys.includes(key));
  }
}
