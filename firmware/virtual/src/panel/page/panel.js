/** The panel page: holds the connection, merges what changed, and lets each part draw itself. */
import { Controls } from "./controls.js";
import { element } from "./dom.js";
import { Doors } from "./doors.js";
import { Keypad } from "./keypad.js";
import { Oled } from "./oled.js";
import { Phone } from "./phone.js";
import { Sound } from "./sound.js";

/** @typedef {import("../state.ts").PanelState} PanelState */
/** @typedef {import("../commands.ts").Command} Command */
/** @typedef {{ at: number, hertz: number }} Tone */

const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 5000;

/** @type {WebSocket | undefined} */
let socket;
/** @type {PanelState | undefined} */
let state;
let retryMs = RETRY_FIRST_MS;

/** @param {Command} command */
function send(command) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(command));
}

const sound = new Sound();
const keypad = new Keypad(send);
const parts = [new Oled(), keypad, new Doors(send), new Controls(send, sound), new Phone(send)];
const frame = element("frame", HTMLIFrameElement);

/** @param {PanelState} now */
function draw(now) {
  for (const part of parts) part.draw(now);
  showCustomer(now.customerUrl);
}

/** @param {string | null} url */
function showCustomer(url) {
  const missing = url === null;
  frame.hidden = missing;
  element("no-frame").hidden = !missing;
  element("customer-links").hidden = missing;
  if (missing || frame.src === url) return;
  frame.src = url;
  element("own-tab", HTMLAnchorElement).href = url;
}

/** @param {string | undefined} text */
function say(text) {
  const banner = element("banner");
  banner.hidden = text === undefined;
  banner.textContent = text ?? "";
  document.body.classList.toggle("away", text !== undefined);
}

function connect() {
  const opened = new WebSocket(`ws://${location.host}/`);
  socket = opened;
  opened.addEventListener("open", () => {
    retryMs = RETRY_FIRST_MS;
    say(undefined);
  });
  opened.addEventListener("message", ({ data }) => {
    const { type, tones, ...changes } = JSON.parse(data);
    if (tones) sound.play(tones);
    if (type !== "state" && state === undefined) return;
    /** @type {PanelState} */
    const now = { ...state, ...changes };
    state = now;
    requestAnimationFrame(() => state === now && draw(now));
  });
  opened.addEventListener("close", () => {
    say("The virtual cabinet does not answer. Trying again …");
    keypad.forget();
    setTimeout(connect, retryMs);
    retryMs = Math.min(2 * retryMs, RETRY_MAX_MS);
  });
}

element("reload").addEventListener("click", () => {
  frame.src = state?.customerUrl ?? "";
});
connect();
