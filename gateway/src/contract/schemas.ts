/**
 * The data of the gateway's API that customers see, and what all have in common. Times are ISO 8601 in UTC and for showing only;
 * durations are whole seconds.
 */
import { z } from "zod";
import { Time } from "./time.ts";

export { Time };

export const CabinetId = z
  .string()
  .regex(/^[a-z0-9-]{1,32}$/)
  .meta({ description: "Name of a cabinet in addresses" });
export const LockerNumber = z.coerce.number().int().min(1).max(32);
/** As people type it; the gateway decides what it means. */
export const PhoneInput = z.string().min(1).max(40);
export const PinInput = z.string().regex(/^[0-9]{4,8}$/);
export const RequestId = z
  .uuid()
  .meta({ description: "Made by the client; the same id is carried out once" });
export const Token = z.string().regex(/^[A-Za-z0-9_-]{22}$/);

export const Locker = z.object({
  number: z.number().int(),
  state: z.enum(["free", "held", "out_of_service", "faulty"]),
  door: z.enum(["open", "closed", "unknown"]),
  /** A name beside the number, at most 20 characters. */
  label: z.string().optional(),
});
export type Locker = z.infer<typeof Locker>;

export const Cabinet = z.object({
  id: z.string(),
  name: z.string(),
  link: z.enum(["up", "down"]),
  /** What the page may say of storing at this moment. */
  storing: z.enum(["possible", "full", "paused", "keypad_only", "unreachable", "not_paired"]),
  /** Columns of the cabinet from left to right, each from top to bottom, as locker numbers. */
  layout: z.array(z.array(z.number().int())),
  pinDigits: z.number().int(),
  lockers: z.array(Locker),
});
export type Cabinet = z.infer<typeof Cabinet>;

/** Sent first on the live stream, and answered by GET /v1/state. */
export const State = z.object({ site: z.string(), country: z.string(), cabinets: z.array(Cabinet) });
export type State = z.infer<typeof State>;

/**
 * Sent by web on the live stream: `reachable: false` when it lost the gateway (also first, where it has no state
 * to begin with), `reachable: true` when it found it again; a whole `state` follows.
 */
export const GatewayLink = z.object({ reachable: z.boolean() });
export type GatewayLink = z.infer<typeof GatewayLink>;

export const Health = z.object({ ok: z.literal(true), events: z.number().int() });
export type Health = z.infer<typeof Health>;

export const PhoneCheck = z.object({
  valid: z.boolean(),
  /** As it is written in its country, when valid. */
  formatted: z.string().optional(),
  /** Why it is not valid; "incomplete" while more digits can make it valid. */
  problem: z.enum(["incomplete", "too_short", "too_long", "letters", "not_a_number"]).optional(),
});
export type PhoneCheck = z.infer<typeof PhoneCheck>;

export const MessageState = z.enum(["queued", "sent", "failed"]);
export type MessageState = z.infer<typeof MessageState>;

export const Receipt = z.object({
  receipt: Token,
  cabinet: z.string(),
  locker: z.number().int(),
  /** Last digits only. */
  phone: z.string(),
  rental: z.enum(["held", "ended"]),
  message: MessageState,
  /** Whole seconds until another message may be asked for. */
  resendAfter: z.number().int(),
});
export type Receipt = z.infer<typeof Receipt>;

/** A locker that its owner has opened and may finish or keep for ten minutes. */
export const Visit = z.object({ visit: Token, cabinet: z.string(), locker: z.number().int() });
export type Visit = z.infer<typeof Visit>;

export const Done = z.object({ done: z.literal(true) });

export const Problem = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    hint: z.string(),
    retryable: z.boolean(),
    /** Whole seconds, where waiting helps. */
    retryAfter: z.number().int().optional(),
    /** Wrong tries left before a wait, with wrong_pin. */
    triesLeft: z.number().int().optional(),
  }),
});
export type Problem = z.infer<typeof Problem>;
