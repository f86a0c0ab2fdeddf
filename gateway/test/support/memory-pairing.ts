/** A pairing that goes one step on each time somebody asks how it goes. */
import { type ErrorCode, HoldfastError, type Pairing, type PairingBegun } from "../../src/contract/index.ts";

type State = Pairing["state"];

export const CHECK_CODE = "646731";
export const GROUPS = ["00012", "02035"];

export class MemoryPairing {
  /** States after the first one; `comparing` waits for the operator. */
  steps: State[] = ["waiting", "comparing", "proving", "finishing", "done"];
  /** Why it fails where `steps` says so. */
  error: ErrorCode = "pairing_refused";
  #view: Pairing | undefined;

  begin(cabinet: string, typed: boolean): PairingBegun {
    if (typed) this.steps = ["typing", "finishing", "done"];
    this.#view = { cabinet, typed, state: typed ? "typing" : "waiting", secondsLeft: 120 };
    return { ...this.#view, groups: typed ? GROUPS : [] };
  }

  view(): Pairing {
    if (this.#open.state !== "comparing") this.#step();
    return this.#open;
  }

  confirm(): Pairing {
    if (this.#open.state !== "comparing") throw new HoldfastError("pairing_not_ready");
    this.#step();
    return this.#open;
  }

  cancel(): Pairing {
    this.error = "pairing_cancelled";
    this.steps = ["failed"];
    this.#step();
    return this.#open;
  }

  get #open(): Pairing {
    if (!this.#view) throw new HoldfastError("no_pairing");
    return this.#view;
  }

  #step(): void {
    const { checkCode: _gone, ...view } = this.#open;
    const state = this.steps.shift() ?? view.state;
    this.#view = {
      ...view,
      state,
      secondsLeft: view.secondsLeft - 1,
      ...(state === "comparing" ? { checkCode: CHECK_CODE } : {}),
      ...(state === "done" ? { newPinKey: true } : {}),
      ...(state === "failed" ? { error: new HoldfastError(this.error).toProblem().error } : {}),
    };
  }
}
