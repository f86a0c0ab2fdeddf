/**
 * The gateway's HTTP API: the one description from which the router, the typed client and /openapi.json are made.
 * Customer routes are served on the public socket (for web), operator routes on the operator socket only, which
 * the file system protects (mode 0600).
 */
import { z } from "zod";
import type { ErrorCode } from "./errors.ts";
import {
  Cabinet,
  CabinetId,
  Done,
  GatewayLink,
  Health,
  LedgerEvent,
  LockerNumber,
  OperatorLocker,
  OperatorMessage,
  PhoneCheck,
  PhoneInput,
  PinInput,
  Reason,
  Receipt,
  RequestId,
  State,
  Status,
  Token,
  Visit,
} from "./schemas.ts";

export interface Route {
  readonly method: "get" | "post";
  /** Express-like: parameters start with a colon. */
  readonly path: string;
  readonly audience: "customer" | "operator";
  readonly about: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  readonly response?: z.ZodType;
  /** Instead of a response: the server-sent events of a stream, by name. */
  readonly events?: Readonly<Record<string, z.ZodType>>;
  readonly errors: readonly ErrorCode[];
}

const locker = z.object({ cabinet: CabinetId, locker: LockerNumber });
const receipt = z.object({ receipt: Token });
const reached = [
  "no_such_cabinet",
  "no_such_locker",
  "cabinet_unreachable",
  "cabinet_busy",
  "result_unknown",
] as const;

export const ROUTES = {
  health: {
    method: "get",
    path: "/v1/health",
    audience: "customer",
    about: "Answers when the ledger does.",
    response: Health,
    errors: [],
  },
  state: {
    method: "get",
    path: "/v1/state",
    audience: "customer",
    about: "All cabinets with their lockers.",
    response: State,
    errors: [],
  },
  live: {
    method: "get",
    path: "/v1/live",
    audience: "customer",
    about:
      "Server-sent events: `state` (State) first, then `cabinet` (Cabinet) for each change. From web also `gateway` (GatewayLink).",
    events: { state: State, cabinet: Cabinet, gateway: GatewayLink },
    errors: ["overloaded"],
  },
  checkPhone: {
    method: "post",
    path: "/v1/phone-checks",
    audience: "customer",
    about: "Checks a phone number while it is typed.",
    body: z.object({ phone: PhoneInput }),
    response: PhoneCheck,
    errors: [],
  },
  store: {
    method: "post",
    path: "/v1/cabinets/:cabinet/lockers/:locker/store",
    audience: "customer",
    about: "Rents a free locker, opens it and sends a random PIN to the phone.",
    params: locker,
    body: z.object({ phone: PhoneInput, requestId: RequestId }),
    response: Receipt,
    errors: [
      ...reached,
      "bad_phone",
      "locker_held",
      "locker_out_of_service",
      "too_many_lockers",
      "storing_paused",
      "messages_missing",
      "door_failed",
      "phone_locked",
    ],
  },
  receipt: {
    method: "get",
    path: "/v1/receipts/:receipt",
    audience: "customer",
    about: "State of a rental and of its message.",
    params: receipt,
    response: Receipt,
    errors: ["no_such_receipt"],
  },
  resend: {
    method: "post",
    path: "/v1/receipts/:receipt/resend",
    audience: "customer",
    about: "Sends a new PIN; the old one is void from that moment.",
    params: receipt,
    response: Receipt,
    errors: [
      "no_such_receipt",
      "rental_over",
      "resend_too_soon",
      "messages_missing",
      "cabinet_unreachable",
      "cabinet_busy",
      "result_unknown",
    ],
  },
  collect: {
    method: "post",
    path: "/v1/cabinets/:cabinet/lockers/:locker/collect",
    audience: "customer",
    about: "Opens a locker by phone and PIN. It stays held until `finish`.",
    params: locker,
    body: z.object({ phone: PhoneInput, pin: PinInput, requestId: RequestId }),
    response: Visit,
    errors: [
      ...reached,
      "bad_phone",
      "bad_pin",
      "wrong_pin",
      "phone_locked",
      "phone_locked_by_tries",
      "locker_not_held",
      "door_failed",
    ],
  },
  finish: {
    method: "post",
    path: "/v1/visits/finish",
    audience: "customer",
    about: "Frees the locker of a visit.",
    body: z.object({ visit: Token }),
    response: Done,
    errors: ["visit_over", "cabinet_unreachable", "cabinet_busy", "result_unknown"],
  },
  keep: {
    method: "post",
    path: "/v1/visits/keep",
    audience: "customer",
    about: "Ends a visit; the locker stays with its owner.",
    body: z.object({ visit: Token }),
    response: Done,
    errors: ["visit_over"],
  },

  status: {
    method: "get",
    path: "/v1/operator/status",
    audience: "operator",
    about: "How the gateway and its cabinets are.",
    response: Status,
    errors: [],
  },
  lockers: {
    method: "get",
    path: "/v1/operator/lockers",
    audience: "operator",
    about: "Every locker with who holds it, masked.",
    response: z.array(OperatorLocker),
    errors: [],
  },
  open: {
    method: "post",
    path: "/v1/operator/cabinets/:cabinet/lockers/:locker/open",
    audience: "operator",
    about: "Opens a locker; the rental stays as it is.",
    params: locker,
    body: z.object({ reason: Reason }),
    response: Done,
    errors: [...reached, "reason_missing", "door_failed"],
  },
  release: {
    method: "post",
    path: "/v1/operator/cabinets/:cabinet/lockers/:locker/release",
    audience: "operator",
    about: "Ends a rental without opening the door.",
    params: locker,
    body: z.object({ reason: Reason }),
    response: Done,
    errors: [...reached, "reason_missing", "locker_not_held"],
  },
  outOfService: {
    method: "post",
    path: "/v1/operator/cabinets/:cabinet/lockers/:locker/out-of-service",
    audience: "operator",
    about: "Takes a locker out of service; what is in it can still be collected.",
    params: locker,
    body: z.object({ reason: Reason }),
    response: Done,
    errors: [...reached, "reason_missing"],
  },
  inService: {
    method: "post",
    path: "/v1/operator/cabinets/:cabinet/lockers/:locker/in-service",
    audience: "operator",
    about: "Puts a locker back into service.",
    params: locker,
    body: z.object({ reason: Reason }),
    response: Done,
    errors: [...reached, "reason_missing"],
  },
  reissuePin: {
    method: "post",
    path: "/v1/operator/cabinets/:cabinet/lockers/:locker/reissue-pin",
    audience: "operator",
    about: "Sends a new PIN to the phone that holds the locker and lifts a lock of the phone.",
    params: locker,
    body: z.object({ reason: Reason }),
    response: Done,
    errors: [...reached, "reason_missing", "locker_not_held", "messages_missing"],
  },
  events: {
    method: "get",
    path: "/v1/operator/events",
    audience: "operator",
    about: "Events after a sequence, oldest first; with `last`, the newest ones.",
    query: z.object({
      after: z.coerce.number().int().min(0).optional(),
      last: z.coerce.number().int().min(1).max(1000).optional(),
      cabinet: CabinetId.optional(),
    }),
    response: z.array(LedgerEvent),
    errors: ["no_such_cabinet"],
  },
  liveEvents: {
    method: "get",
    path: "/v1/operator/events/live",
    audience: "operator",
    about: "Server-sent events: `event` (LedgerEvent) for each event after `after`, then for each new one.",
    query: z.object({ after: z.coerce.number().int().min(0).optional() }),
    events: { event: LedgerEvent },
    errors: ["overloaded"],
  },
  messages: {
    method: "get",
    path: "/v1/operator/messages",
    audience: "operator",
    about: "The message outbox, newest first, without the texts.",
    response: z.array(OperatorMessage),
    errors: [],
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;
