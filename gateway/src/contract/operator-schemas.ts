/** The data of the gateway's API that operators alone see. */
import { z } from "zod";
import { Locker, MessageState, Problem } from "./schemas.ts";
import { SyncStatus } from "./sync-schemas.ts";
import { Time } from "./time.ts";

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
      /** There is no key for it: nobody asks it anything. */
      keyless: z.literal(true).optional(),
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
