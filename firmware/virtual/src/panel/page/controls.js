import { element, make } from "./dom.js";

/** @typedef {import("../state.ts").PanelState} PanelState */
/**
 * @typedef {object} Switch
 * @property {string} label
 * @property {(state: PanelState) => string} words
 * @property {(state: PanelState) => boolean | undefined} read undefined hides it
 * @property {(on: boolean) => void} set
 */

/** What can be switched, cut and unplugged behind the cabinet. */
export class Controls {
  /** @type {{ button: HTMLButtonElement, note: HTMLElement, row: HTMLElement, item: Switch }[]} */
  rows = [];
  /** @type {PanelState | undefined} */
  state;

  /** @param {import("./keypad.js").Send} send @param {import("./sound.js").Sound} sound */
  constructor(send, sound) {
    this.sound = sound;
    /** @type {Switch[]} */
    const switches = [
      {
        label: "Gateway",
        read: ({ gateway }) => (gateway === null ? undefined : gateway === "running"),
        words: ({ gateway }) => (gateway === "running" ? "running" : "stopped, the keypad goes on"),
        set: (on) => send({ type: "gateway", on }),
      },
      {
        label: "Power",
        read: ({ powered }) => powered,
        words: ({ powered }) => (powered ? "on" : "cut: locks stay shut, the EEPROM remembers"),
        set: (on) => send({ type: "power", on }),
      },
      {
        label: "Cable to the gateway",
        read: ({ cable }) => cable,
        words: ({ cable }) => (cable ? "plugged in" : "pulled out"),
        set: (on) => send({ type: "cable", on }),
      },
      {
        label: "Housing open",
        read: ({ tamperOpen }) => tamperOpen,
        words: ({ tamperOpen }) => (tamperOpen ? "the tamper switch sees it" : "closed"),
        set: (on) => send({ type: "tamper", on }),
      },
      {
        label: "Service button",
        read: ({ servicePressed }) => servicePressed,
        words: ({ servicePressed }) => (servicePressed ? "held down" : "not pressed"),
        set: (on) => send({ type: "service", on }),
      },
      {
        label: "Sound",
        read: () => sound.on,
        words: () => (sound.on ? "you hear the buzzer" : "muted"),
        set: (on) => {
          sound.switch(on);
          if (this.state) this.draw(this.state);
        },
      },
    ];
    for (const item of switches) this.add(item);
  }

  /** @param {Switch} item */
  add(item) {
    const note = make("span", "note");
    const button = make("button", "switch", make("i", "knob"), make("span", "label", item.label), note);
    button.type = "button";
    button.setAttribute("role", "switch");
    button.addEventListener("click", () => item.set(button.getAttribute("aria-checked") !== "true"));
    element("switches").append(button);
    this.rows.push({ button, note, row: button, item });
  }

  /** @param {PanelState} state */
  draw(state) {
    this.state = state;
    for (const { button, note, row, item } of this.rows) {
      const on = item.read(state);
      row.hidden = on === undefined;
      button.setAttribute("aria-checked", String(on === true));
      note.textContent = item.words(state);
    }
    element("steel").classList.toggle("dead", !state.powered);
    element("led").classList.toggle("lit", state.led);
    element("supply").classList.toggle("lit", state.supply);
    element("speaker").classList.toggle("lit", state.hertz > 0 || this.sound.sounding);
  }
}
