/** The data of the gateway's API. Times are ISO 8601 in UTC and for showing only; durations are whole seconds. */
import { z } from "zod";
import { SyncStatus } from "./sync-schemas.ts";
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

export const Reason = z.string().trim().min(3).max(200);

export const LedgerEvent = z.object({
  sequence: z.number().int(),
  at: Time,
  kind: z.string(),
  cabinet: z.string().optional(),
  locker: z.number().int().optional(),
  outcome: z.string().optional(),
  actor: z.enum(["keypad", "web", "operator", "central", "gateway", "controller"]),
  /** Last digits only. */
  phone: z.string().optional(),
  reason: z.string().optional(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});
export type LedgerEvent = z.infer<typeof LedgerEvent>;

export const OperatorMessage = z.object({
  id: z.number().int(),
  at: Time,
  cabinet: z.string(),
  locker: z.number().int(),
  phone: z.string(),
  state: MessageState,
  attempts: z.number().int(),
  lastError: z.string().optional(),
});
export type OperatorMessage = z.infer<typeof OperatorMessage>;

export const OperatorLocker = Locker.extend({
  cabinet: z.string(),
  phone: z.string().optional(),
  since: Time.optional(),
  wrongTries: z.number().int(),
});
export type OperatorLocker = z.infer<typeof OperatorLocker>;

/** Something of the gateway itself that a person has to know. */
export const SiteProblem = z.object({ code: z.string(), message: z.string(), hint: z.string() });
export type SiteProblem = z.infer<typeof SiteProblem>;

/** A verified copy of the ledger. */
export const Backup = z.object({
  name: z.string(),
  /** On the gateway's machine. */
  path: z.string(),
  bytes: z.number().int(),
  at: Time,
});
export type Backup = z.infer<typeof Backup>;

/** What a Wi-Fi bridge says of itself; nothing is decided by it. Counts are since its module started. */
export const Bridge = z.object({
  address: z.string(),
  version: z.string(),
  /** dBm */
  rssi: z.number().int(),
  /** Seconds. */
  uptime: z.number().int(),
  connections: z.number().int(),
  /** Frames that found no room. */
  dropped: z.number().int(),
  noise: z.number().int(),
  overruns: z.number().int(),
  resetCause: z.number().int(),
  chip: z.string(),
});
export type Bridge = z.infer<typeof Bridge>;

export const Status = z.object({
  version: z.string(),
  uptime: z.number().int(),
  /** `epoch` counts the lives of the ledger: a restored backup begins a new one. */
  ledger: z.object({ events: z.number().int(), head: z.string(), epoch: z.number().int() }),
  problems: z.array(SiteProblem),
  messages: z.object({ queued: z.number().int(), failed: z.number().int(), provider: z.string() }),
  /** Missing where the site does not sync. */
  sync: SyncStatus.optional(),
  cabinets: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      link: z.enum(["up", "down"]),
      port: z.string(),
      lastHeard: z.number().int().optional(),
      firmware: z.string().optional(),
      boot: z.number().int().optional(),
      journal: z.object({ acknowledged: z.number().int(), last: z.number().int() }).optional(),
      problem: z.string().optional(),
      /** Held lockers that no PIN opens, because their PIN belonged to a controller that was replaced. */
      voidPins: z.number().int(),
      frames: z.object({ received: z.number().int(), dropped: z.number().int() }),
      bridge: Bridge.optional(),
    }),
  ),
});
export type Status = z.infer<typeof Status>;

/** Bringing a new key to a controller; followed by asking again. */
export const Pairing = z.object({
  cabinet: z.string(),
  /** The key is typed at the keypad instead of crossing the cable. */
  typed: z.boolean(),
  /**
   * waiting: for somebody to hold the service button; comparing: for `confirm`; typing: for the last symbol at the keypad;
   * proving, finishing, settling: for the controller.
   */
  state: z.enum(["waiting", "comparing", "typing", "proving", "finishing", "settling", "done", "failed"]),
  /** Whole seconds until this step is given up. */
  secondsLeft: z.number().int(),
  /** While comparing: six digits, to be the same as on the display. */
  checkCode: z.string().optional(),
  /** Whether the controller took a new PIN key, after which no older PIN fits. */
  newPinKey: z.boolean().optional(),
  /** Why it failed. */
  error: Problem.shape.error.optional(),
});
export type Pairing = z.infer<typeof Pairing>;

/** What begins a pairing also shows the key that is to be typed, once: eight groups of five symbols. */
export const PairingBegun = Pairing.extend({ groups: z.array(z.string()) });
export type PairingBegun = z.infer<typeof PairingBegun>;

/** A serial port that another program may use until it is taken back, or the time is over. */
export const HandedOver = z.object({ port: z.string(), secondsLeft: z.number().int() });
export type HandedOver = z.infer<typeof HandedOver>;

/** As it is written down; whoever has it can read the phone numbers that central holds of this site. */
export const RecoveryKey = z.object({ groups: z.array(z.string()) });
export type RecoveryKey = z.infer<typeof RecoveryKey>;

export const Reissued = z.object({
  /** Lockers whose holder gets a new PIN by message. */
  issued: z.array(z.number().int()),
  failed: z.array(z.object({ locker: z.number().int(), code: z.string(), message: z.string() })),
});
export type Reissued = z.infer<typeof Reissued>;
