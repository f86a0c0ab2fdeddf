/** A site in memory that keeps the customer's contract, and that a test can bring into any state. */
import { randomBytes } from "node:crypto";
import {
  type Cabinet,
  type ErrorCode,
  type ErrorFigures,
  HoldfastError,
  type Locker,
  type PhoneCheck,
  type Receipt,
  type RouteName,
  type State,
} from "@holdfast/gateway/contract";

export const PIN = "4711";

const token = (): string => randomBytes(16).toString("base64url");

export function cabinetOf(id: string, name: string, lockers = 8): Cabinet {
  const numbers = Array.from({ length: lockers }, (_, index) => index + 1);
  const columns = Array.from({ length: Math.ceil(lockers / 4) }, (_, column) =>
    numbers.slice(column * 4, column * 4 + 4),
  );
  return {
    id,
    name,
    link: "up",
    storing: "possible",
    layout: columns,
    pinDigits: 4,
    lockers: numbers.map((number) => ({ number, state: "free", door: "closed" })),
  };
}

interface Asked {
  route: RouteName;
  params: Record<string, unknown>;
  body: Record<string, unknown>;
}

export class ScriptedSite {
  readonly state: State;
  readonly asked: Asked[] = [];
  readonly #refusals: { route: RouteName; error: HoldfastError }[] = [];
  readonly #receipts = new Map<string, Receipt>();
  readonly #visits = new Map<string, { cabinet: string; locker: number }>();
  readonly #done = new Map<string, unknown>();
  #wrong = 0;
  onCabinet: (cabinet: Cabinet) => void = () => {};

  constructor(...cabinets: Cabinet[]) {
    this.state = {
      site: "Station North",
      country: "CH",
      cabinets: cabinets.length > 0 ? cabinets : [cabinetOf("front", "Front")],
    };
  }

  cabinet(id = "front"): Cabinet {
    const found = this.state.cabinets.find((cabinet) => cabinet.id === id);
    if (!found) throw new HoldfastError("no_such_cabinet");
    return found;
  }

  locker(number: number, id = "front"): Locker {
    const found = this.cabinet(id).lockers.find((locker) => locker.number === number);
    if (!found) throw new HoldfastError("no_such_locker");
    return found;
  }

  /** Changes a locker and tells every page. */
  set(number: number, change: Partial<Locker>, id = "front"): void {
    Object.assign(this.locker(number, id), change);
    this.change({}, id);
  }

  change(change: Partial<Cabinet>, id = "front"): void {
    this.onCabinet(Object.assign(this.cabinet(id), change));
  }

  /** The next request of this route gets this error. */
  refuse(route: RouteName, code: ErrorCode, figures?: ErrorFigures): void {
    this.#refusals.push({ route, error: new HoldfastError(code, figures) });
  }

  message(state: Receipt["message"], resendAfter = 0): void {
    for (const receipt of this.#receipts.values()) Object.assign(receipt, { message: state, resendAfter });
  }

  /** Carries out each request id once, as the gateway does. */
  answer(asked: Asked): unknown {
    this.asked.push(asked);
    const id = asked.body["requestId"];
    if (typeof id !== "string") return this.#carryOut(asked);
    if (!this.#done.has(id)) this.#done.set(id, this.#carryOut(asked));
    return this.#done.get(id);
  }

  #carryOut({ route, params, body }: Asked): unknown {
    const refused = this.#refusals.findIndex((refusal) => refusal.route === route);
    if (refused >= 0) throw this.#refusals.splice(refused, 1)[0]?.error;
    const text = (value: unknown): string => String(value);
    const at = { cabinet: text(params["cabinet"]), locker: Number(params["locker"]) };
    switch (route) {
      case "state":
        return this.state;
      case "checkPhone":
        return check(text(body["phone"]));
      case "store":
        return this.#store(at, text(body["phone"]));
      case "receipt":
        return this.#receipt(text(params["receipt"]));
      case "resend":
        return Object.assign(this.#receipt(text(params["receipt"])), { message: "queued", resendAfter: 30 });
      case "collect":
        return this.#collect(at, text(body["pin"]));
      case "finish":
      case "keep":
        return this.#end(text(body["visit"]), route);
      default:
        throw new HoldfastError("not_found");
    }
  }

  #store(at: { cabinet: string; locker: number }, phone: string): Receipt {
    if (this.locker(at.locker, at.cabinet).state !== "free") throw new HoldfastError("locker_held");
    this.set(at.locker, { state: "held", door: "open" }, at.cabinet);
    const receipt: Receipt = {
      receipt: token(),
      ...at,
      phone: `…${phone.replace(/\D/g, "").slice(-2)}`,
      rental: "held",
      message: "queued",
      resendAfter: 30,
    };
    this.#receipts.set(receipt.receipt, receipt);
    return receipt;
  }

  #receipt(of: string): Receipt {
    const receipt = this.#receipts.get(of);
    if (!receipt) throw new HoldfastError("no_such_receipt");
    return receipt;
  }

  #collect(at: { cabinet: string; locker: number }, pin: string): unknown {
    if (this.locker(at.locker, at.cabinet).state === "free") throw new HoldfastError("locker_not_held");
    if (pin !== PIN) {
      this.#wrong += 1;
      if (this.#wrong >= 4) throw new HoldfastError("phone_locked", { retryAfter: 300 });
      throw new HoldfastError("wrong_pin", { triesLeft: 4 - this.#wrong });
    }
    this.#wrong = 0;
    this.set(at.locker, { door: "open" }, at.cabinet);
    const visit = token();
    this.#visits.set(visit, at);
    return { visit, ...at };
  }

  #end(visit: string, how: "finish" | "keep"): unknown {
    const at = this.#visits.get(visit);
    if (!at) throw new HoldfastError("visit_over");
    this.#visits.delete(visit);
    if (how === "finish") {
      for (const receipt of this.#receipts.values()) {
        if (receipt.cabinet === at.cabinet && receipt.locker === at.locker) receipt.rental = "ended";
      }
      this.set(at.locker, { state: "free" }, at.cabinet);
    }
    return { done: true };
  }
}

/** Stands for libphonenumber-js in the gateway, which has tests of its own. */
function check(typed: string): PhoneCheck {
  if (/[a-z]/i.test(typed)) return { valid: false, problem: "letters" };
  const digits = typed.replace(/\D/g, "");
  if (digits.length < 10) return { valid: false, problem: "incomplete" };
  if (digits.length > 12) return { valid: false, problem: "too_long" };
  const parts = digits.slice(-9).match(/(..)(...)(..)(..)/);
  return { valid: true, formatted: `0${parts?.slice(1).join(" ")}` };
}
