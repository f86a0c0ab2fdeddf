/** What is wrong with a cabinet at this moment, in words for the operator; logged when it changes. */
import type { Logger } from "pino";
import { obstacleText } from "../link/obstacle.ts";
import type { Obstacle } from "../link/state.ts";

export class CabinetProblem {
  readonly #cabinet: string;
  readonly #log: Logger;
  #failure: string | undefined;
  text: string | undefined;
  /** Somebody has to pair the cabinet before it is one. */
  unpaired = false;

  constructor(cabinet: string, log: Logger) {
    this.#cabinet = cabinet;
    this.#log = log;
  }

  solved(): void {
    this.text = undefined;
    this.unpaired = false;
  }

  /** The stream to the controller ended or could not be opened. */
  lost(reason: string): void {
    this.#report(reason);
  }

  met(obstacle: Obstacle): void {
    this.unpaired = obstacle.what !== "wrong_version";
    this.#report(obstacleText(obstacle, this.#cabinet));
  }

  /** A pairing came to its controller, but not to its end. */
  withoutNumber(): void {
    this.unpaired = true;
    this.#report(`the controller has no PIN key yet: holdfast pair ${this.#cabinet}`);
  }

  /** The ledger does not take something, or a listener failed. What was not acknowledged comes again. */
  failed(error: unknown): void {
    const failure = error instanceof Error ? error.message : "unknown";
    const text = `the gateway cannot keep what the controller says: ${failure}`;
    if (this.#failure !== text)
      this.#log.error({ cabinet: this.#cabinet, err: error }, "the cabinet's news were lost");
    this.#failure = text;
    this.text = text;
  }

  /** The ledger has everything that the controller said. */
  kept(): void {
    if (this.text === this.#failure) this.text = undefined;
    this.#failure = undefined;
  }

  #report(text: string): void {
    if (text !== this.text)
      this.#log.warn({ cabinet: this.#cabinet, problem: text }, "the cabinet cannot be reached");
    this.text = text;
  }
}
