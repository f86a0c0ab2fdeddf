import { element, make } from "./dom.js";

/** @typedef {import("../sms.ts").Sms} Sms */

const PIN = /\bPIN\b\D{0,20}(\d{4,8})\b|\b(\d{4,8})\b(?!.*\bPIN\b)/is;
const COPIED_MS = 2000;

/** @param {string} text */
function pinIn(text) {
  const match = PIN.exec(text);
  return match?.[1] ?? match?.[2];
}

/** The phone of everyone who uses the cabinet: the SMS messages, newest last. */
export class Phone {
  list = element("messages", HTMLOListElement);
  count = element("phone-count");
  /** @type {readonly Sms[]} */
  shown = [];

  /** @param {import("./keypad.js").Send} send */
  constructor(send) {
    // What scrolls must be reachable for the keyboard.
    this.list.tabIndex = 0;
    element("clear").addEventListener("click", () => send({ type: "sms-clear" }));
    element("service").addEventListener("change", ({ target }) => {
      const mode = target instanceof HTMLInputElement ? target.value : "";
      if (mode === "works" || mode === "refuses" || mode === "hangs") send({ type: "sms-mode", mode });
    });
  }

  /** @param {import("../state.ts").PanelState} state */
  draw({ messages, smsMode }) {
    for (const input of element("service").querySelectorAll("input")) input.checked = input.value === smsMode;
    if (messages === this.shown) return;
    const known = new Set(this.shown.map(({ id }) => id));
    this.shown = messages;
    const kept = new Set(messages.map(({ id }) => id));
    for (const item of [...this.list.children]) if (!kept.has(item.id)) item.remove();
    const fresh = messages.filter(({ id }) => !known.has(id));
    this.list.append(...fresh.map((message) => this.bubble(message)));
    if (fresh.length > 0) this.list.scrollTop = this.list.scrollHeight;
    element("no-messages").hidden = messages.length > 0;
    this.list.hidden = messages.length === 0;
    this.count.textContent = messages.length > 0 ? `(${messages.length})` : "";
  }

  /** @param {Sms} message */
  bubble({ id, to, text, at }) {
    const time = make(
      "time",
      "",
      new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }),
    );
    time.dateTime = new Date(at).toISOString();
    const item = make("li", "", make("p", "to", `To ${to} · `, time), make("p", "text", text));
    item.id = id;
    const pin = pinIn(text);
    if (pin !== undefined) item.append(this.copyButton(pin));
    return item;
  }

  /** @param {string} pin */
  copyButton(pin) {
    const label = `Copy the PIN ${pin}`;
    const button = make("button", "copy", label);
    button.type = "button";
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(pin);
        button.textContent = "Copied";
      } catch {
        button.textContent = `The PIN is ${pin}`;
      }
      setTimeout(() => {
        button.textContent = label;
      }, COPIED_MS);
    });
    return button;
  }
}
