/** What the site in memory is made of. */
import { randomBytes } from "node:crypto";
import type {
  Cabinet,
  LedgerEvent,
  OperatorMessage,
  PhoneCheck,
  Receipt,
  Status,
} from "../../src/contract/index.ts";
import type { LockerAddress } from "../../src/site.ts";

export const AT = "2026-11-22T12:00:00.000Z";

export interface Rental {
  at: LockerAddress;
  phone: string;
  receipt: string;
  requestId: string;
  held: boolean;
}

export function receiptOf(rental: Rental): Receipt {
  return {
    receipt: rental.receipt,
    ...rental.at,
    phone: masked(rental.phone),
    rental: rental.held ? "held" : "ended",
    message: "queued",
    resendAfter: 60,
  };
}

export function makeCabinet(id: string, count: number): Cabinet {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  return {
    id,
    name: `Cabinet ${id}`,
    link: "up",
    storing: "possible",
    layout: [numbers],
    pinDigits: 4,
    lockers: numbers.map((number) => ({ number, state: "free", door: "closed" })),
  };
}

export function masked(phone: string): string {
  return `… ${phone.slice(-3)}`;
}

export function token(): string {
  return randomBytes(16).toString("base64url");
}

export function memoryStatus(cabinets: readonly Cabinet[], events: number, queued: number): Status {
  return {
    version: "0.1.0",
    uptime: 3661,
    ledger: { events, head: "c0ffee", epoch: 1 },
    problems: [],
    messages: { queued, failed: 0, provider: "log" },
    cabinets: cabinets.map(({ id, name, link }) => ({
      id,
      name,
      link,
      port: "/dev/ttyS0",
      ...(link === "up" ? { firmware: "1.0.0", boot: 3 } : {}),
      voidPins: 0,
      frames: { received: 10, dropped: 0 },
    })),
  };
}

export function checkedPhone(phone: string): PhoneCheck {
  if (/[a-z]/i.test(phone)) return { valid: false, problem: "letters" };
  return phone.length < 6 ? { valid: false, problem: "incomplete" } : { valid: true, formatted: phone };
}

export function doneEvent(
  sequence: number,
  kind: string,
  at: LockerAddress,
  actor: LedgerEvent["actor"],
): LedgerEvent {
  return { sequence, at: AT, kind, ...at, actor, outcome: "done" };
}

export function queuedMessage(id: number, at: LockerAddress, phone: string): OperatorMessage {
  return { id, at: AT, ...at, phone: masked(phone), state: "queued", attempts: 0 };
}
