/** How often one client address may ask, in all and for what moves a door or sends a message. */
/// <reference path="./rate-limiter-memory.d.ts" />
import { isIPv6 } from "node:net";
import { HoldfastError } from "@holdfast/gateway/contract";
import type { RateLimiterMemory as Limiter } from "rate-limiter-flexible";
import RateLimiterMemory from "rate-limiter-flexible/lib/RateLimiterMemory.js";

export class RateLimit {
  readonly #limiter: Limiter;
  readonly #seconds: number;

  constructor(requests: number, seconds: number) {
    this.#limiter = new RateLimiterMemory({ points: requests, duration: seconds });
    this.#seconds = seconds;
  }

  /** Throws `too_many_requests` when the address has used up its requests. */
  async take(address: string): Promise<void> {
    try {
      await this.#limiter.consume(clientOf(address));
    } catch (rejection) {
      if (rejection instanceof Error) throw rejection;
      const { msBeforeNext } = rejection as { msBeforeNext: number };
      // Bounded, since the limiter reads the wall clock and a clock can be set.
      const retryAfter = Math.min(Math.max(Math.ceil(msBeforeNext / 1000), 1), this.#seconds);
      throw new HoldfastError("too_many_requests", { retryAfter });
    }
  }
}

/** A host has one IPv4 address, but a whole /64 of IPv6 ones (RFC 6177). */
export function clientOf(address: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address);
  if (mapped?.[1] !== undefined) return mapped[1];
  if (!isIPv6(address)) return address;
  const [head = "", tail] = address.replace(/%.*$/, "").split("::");
  const front = head.split(":").filter(Boolean);
  const back = tail?.split(":").filter(Boolean) ?? [];
  const zeros = tail === undefined ? 0 : 8 - front.length - back.length;
  const groups = [...front, ...Array.from({ length: zeros }, () => "0"), ...back];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
