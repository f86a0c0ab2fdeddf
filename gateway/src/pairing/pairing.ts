/**
 * Pairs one cabinet: brings a new key to the controller, proves over a session that it arrived, and gives the controller
 * its number and PIN key. PROTOCOL.md, "Pairing". Until the controller has taken the new key the old one stays.
 */
import { checkCode, LIMITS, type MessageOf, REFUSAL, typedKey } from "@holdfast/protocol";
import type { Clock } from "../clock.ts";
import { HoldfastError } from "../contract/error.ts";
import type { ErrorCode } from "../contract/errors.ts";
import type { Pairing as PairingView } from "../contract/operator-schemas.ts";
import type { CabinetLink } from "../link/cabinet-link.ts";
import type { Random } from "../random.ts";
import { newControllerId } from "./controller-id.ts";

const REPEAT_MS = 500;
/** A step that takes longer has failed. Whoever types walks to the cabinet first. */
const LIMIT_MS = {
  waiting: LIMITS.PAIRING_S * 1000,
  comparing: LIMITS.PAIRING_S * 1000,
  typing: 600_000,
  proving: 15_000,
  finishing: 15_000,
  settling: 20_000,
} as const;

type Running = keyof typeof LIMIT_MS;
type Paired = MessageOf<"paired">;

export interface PairingOptions {
  readonly cabinet: string;
  /** The key is shown and typed at the keypad; it does not cross the link. */
  readonly typed: boolean;
  readonly link: Pick<CabinetLink, "offerKey" | "greet" | "notify">;
  readonly clock: Clock;
  readonly random: Random;
  /** From now on the controller may have this key: to be kept beside the old one. */
  onOffer(key: Uint8Array): void;
  /** It has it not, and never will. */
  onWithdraw(): void;
  /** The controller has number and PIN key: to be written down. */
  onPaired(paired: Paired): void;
  /** Over, well or not; the link is the cabinet's again. */
  onEnd(): void;
}

/**
 * A key whose first symbol is not `#`. Whoever owns the bridge can offer a key of theirs while nothing is typed yet, and
 * `#` would be the yes to that one; any other symbol is the no. Costs less than a fifth of a bit.
 */
function withoutConsent(key: Uint8Array): Uint8Array {
  const [first = 0, ...others] = key;
  return Uint8Array.of(first >= 0xf0 ? first & 0x7f : first, ...others);
}

export class Pairing {
  readonly #o: PairingOptions;
  readonly #key: Uint8Array;
  readonly #finish: MessageOf<"pair_finish">;
  #state: PairingView["state"];
  #until = 0;
  #cancelTimer = () => {};
  #greeted = false;
  #error: HoldfastError | undefined;
  #paired: Paired | undefined;

  constructor(options: PairingOptions) {
    this.#o = options;
    const { random, typed } = options;
    const key = random.bytes(LIMITS.KEY_LENGTH);
    this.#key = typed ? withoutConsent(key) : key;
    const controller_id = newControllerId(random);
    this.#finish = { name: "pair_finish", controller_id, pin_key: random.bytes(LIMITS.KEY_LENGTH) };
    this.#state = typed ? "typing" : "waiting";
  }

  /** Once, after the cabinet asks `sessionKeys` of this pairing. */
  start(): void {
    if (this.#o.typed) this.#prove("typing");
    else {
      this.#enter("waiting", () => this.#o.link.offerKey(this.#key));
      this.#o.link.greet();
    }
  }

  get running(): boolean {
    return this.#state !== "done" && this.#state !== "failed";
  }

  /** The cabinet's own business waits until the controller has its number. */
  get ownsSession(): boolean {
    return this.running && this.#state !== "settling";
  }

  /** Keys for a session while this runs. */
  get sessionKeys(): readonly Uint8Array[] {
    return this.#state === "waiting" || this.#state === "comparing" ? [] : [this.#key];
  }

  /** What is to be typed at the keypad, in groups; for the operator alone. */
  get groups(): string[] {
    return this.#o.typed ? typedKey(this.#key) : [];
  }

  view(): PairingView {
    const left = this.running ? Math.max(0, Math.ceil((this.#until - this.#o.clock.monotonic()) / 1000)) : 0;
    return {
      cabinet: this.#o.cabinet,
      typed: this.#o.typed,
      state: this.#state,
      secondsLeft: left,
      ...(this.#state === "comparing" ? { checkCode: checkCode(this.#key) } : {}),
      ...(this.#paired ? { newPinKey: this.#paired.pin_key_taken === 1 } : {}),
      ...(this.#error ? { error: this.#error.toProblem().error } : {}),
    };
  }

  /** The operator says that both check codes are the same. */
  confirm(): void {
    if (this.#state !== "comparing") throw new HoldfastError("pairing_not_ready");
    this.#prove("proving");
  }

  cancel(): void {
    if (this.ownsSession && this.#state !== "finishing") this.#fail("pairing_cancelled");
  }

  /** The gateway ends: nothing is decided any more. */
  close(): void {
    this.#cancelTimer();
  }

  // What the link tells

  greeted(): void {
    this.#greeted = true;
  }

  /** The controller has the new key, and the gateway has kept it. */
  up(): void {
    if (this.#state !== "proving" && this.#state !== "typing") return;
    this.#enter("finishing", () => this.#o.link.notify(this.#finish));
  }

  take(message: MessageOf<"pair_ready"> | Paired | MessageOf<"refused">): void {
    if (message.name === "pair_ready") {
      if (this.#state === "waiting") this.#enter("comparing");
    } else if (this.#state !== "finishing") return;
    else if (message.name === "refused") {
      if (message.reason === REFUSAL.not_pairing) this.#fail("pairing_refused");
    } else {
      this.#paired = message;
      this.#forget();
      this.#o.onPaired(message);
      this.#enter("settling");
      // A new session tells the number that the controller has now.
      this.#o.link.greet();
    }
  }

  /** Over a cable the key is in the controller's RAM, which a reset empties; typed keys survive a lost connection. */
  lost(): void {
    if (this.#state === "waiting" || this.#state === "comparing") this.#fail("pairing_interrupted");
  }

  /** The cabinet can be used. */
  settled(): void {
    if (this.#state === "settling") this.#end("done");
  }

  // Its steps

  #prove(step: "typing" | "proving"): void {
    this.#o.onOffer(this.#key);
    this.#enter(step);
    this.#o.link.greet();
  }

  /** `repeat` is done now and every 500 ms until the next step. */
  #enter(step: Running, repeat?: () => void): void {
    this.#state = step;
    this.#until = this.#o.clock.monotonic() + LIMIT_MS[step];
    this.#repeat(repeat);
  }

  #repeat(repeat: (() => void) | undefined): void {
    this.#cancelTimer();
    const left = this.#until - this.#o.clock.monotonic();
    if (left <= 0) {
      if (this.#state === "settling") this.#end("done");
      else this.#fail("pairing_timed_out");
      return;
    }
    this.#cancelTimer = this.#o.clock.after(Math.min(REPEAT_MS, left), () => this.#repeat(repeat));
    repeat?.();
  }

  #fail(code: ErrorCode): void {
    this.#error = new HoldfastError(code);
    // Once a frame under the new key was on its way, only the next session tells which key the controller has.
    if (!this.#greeted) this.#o.onWithdraw();
    this.#end("failed");
  }

  #end(state: "done" | "failed"): void {
    this.#state = state;
    this.#cancelTimer();
    this.#forget();
    this.#o.onEnd();
  }

  /** The keys are the controller's from now on; the gateway needs neither. */
  #forget(): void {
    this.#finish.pin_key.fill(0);
  }
}
