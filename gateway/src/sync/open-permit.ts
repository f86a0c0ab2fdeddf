/**
 * Whether an order of central admins may open a door: signed by the key that this site's operator pinned, for just this
 * command, and with a challenge that this gateway gave out a short time ago. The gateway does not know by which name
 * central calls it; the challenge is random and sent to central by nobody else, so an order for another gateway, one of
 * an earlier time and one that was used are all of no use.
 */
import type { KeyObject } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { SyncCommand } from "../contract/sync-schemas.ts";
import { readPublicKey, verifyOrder } from "../open-order.ts";
import type { Random } from "../random.ts";

const CHALLENGE_BYTES = 16;
/** After this another challenge is given out. The one before stays good, for it may be signed at this moment. */
const GIVEN_OUT_MS = 15 * 60_000;
const MINUTE_MS = 60_000;

interface Challenge {
  readonly text: string;
  readonly madeAt: number;
}

export class OpenPermit {
  readonly #key: KeyObject;
  readonly #clock: Clock;
  readonly #random: Random;
  #current: Challenge;
  #previous: Challenge | undefined;

  /** `openKey`: Ed25519, 32 bytes in base64url. */
  constructor(openKey: string, clock: Clock, random: Random) {
    this.#key = readPublicKey(openKey);
    this.#clock = clock;
    this.#random = random;
    this.#current = this.#make();
  }

  /** What the next order must name. */
  get challenge(): string {
    if (this.#age(this.#current) >= GIVEN_OUT_MS) {
      this.#previous = this.#current;
      this.#current = this.#make();
    }
    return this.#current.text;
  }

  /** Why this order opens nothing; undefined when it does. No order with a challenge until now is good afterwards. */
  use(command: SyncCommand): string | undefined {
    const objection = this.#objection(command);
    this.#current = this.#make();
    this.#previous = undefined;
    return objection;
  }

  #objection({ payload, signature, id, cabinet, locker, reason }: SyncCommand): string | undefined {
    const order =
      payload === null || signature === null ? undefined : verifyOrder(payload, signature, this.#key);
    if (!order) return "not_signed: it is not signed by the key that this site pinned";
    const same =
      order.id === id &&
      order.cabinet === cabinet &&
      order.locker === locker &&
      order.reason.trim() === reason.trim();
    if (!same) return "order_differs: what was signed is another order";
    const challenge = [this.#current, this.#previous].find((one) => one?.text === order.challenge);
    if (!challenge) return "challenge_over: it names a challenge that is over; sign it again";
    // Nobody can tell when it was signed, but not before its challenge was made, nor long after.
    if (this.#age(challenge) > order.minutes * MINUTE_MS + GIVEN_OUT_MS) {
      return "order_too_old: its minutes are over; sign it again";
    }
    return undefined;
  }

  #age({ madeAt }: Challenge): number {
    return this.#clock.monotonic() - madeAt;
  }

  #make(): Challenge {
    const text = Buffer.from(this.#random.bytes(CHALLENGE_BYTES)).toString("base64url");
    return { text, madeAt: this.#clock.monotonic() };
  }
}
