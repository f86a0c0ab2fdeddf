import { element, make } from "./dom.js";

/**
 * The doors as the cabinet stands there, numbered down the columns, four to a column, as the customer's page draws them too.
 * A click pushes an open one shut.
 */
export class Doors {
  box = element("doors");
  /** @type {{ button: HTMLButtonElement, state: HTMLElement, word: HTMLElement }[]} */
  doors = [];

  /** @param {import("./keypad.js").Send} send */
  constructor(send) {
    this.send = send;
  }

  /** @param {number} lockers */
  build(lockers) {
    this.box.replaceChildren();
    this.doors = Array.from({ length: lockers }, (_, index) => {
      const word = make("span", "word");
      const state = make("span", "unseen");
      const leaf = make(
        "span",
        "leaf",
        make("span", "number", make("span", "unseen", "Locker "), String(index + 1)),
        make("i", "lamp"),
        make("i", "handle"),
      );
      const button = make("button", "door", make("span", "hollow"), leaf, state, word);
      button.type = "button";
      button.addEventListener("click", () => this.send({ type: "push", locker: index + 1 }));
      this.box.append(button);
      return { button, state, word };
    });
  }

  /** @param {import("../state.ts").PanelState} state */
  draw({ lockers, doorsOpen, energised }) {
    if (this.doors.length !== lockers) this.build(lockers);
    for (const [index, { button, state, word }] of this.doors.entries()) {
      const open = doorsOpen[index] === true;
      const lit = energised[index] === true;
      button.classList.toggle("open", open);
      button.classList.toggle("lit", lit);
      button.setAttribute("aria-disabled", String(!open));
      state.textContent = open ? ", open. " : ", shut";
      word.textContent = open ? "Push shut" : "";
    }
  }
}
