/** What a route of the gateway's API is described by. */
import { z } from "zod";
import type { ErrorCode } from "./errors.ts";
import { CabinetId, LockerNumber } from "./schemas.ts";

export interface Route {
  readonly method: "get" | "post";
  /** Express-like: parameters start with a colon. */
  readonly path: string;
  readonly audience: "customer" | "operator" | "sync";
  readonly about: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  /** Bytes, where the body may be longer than the 4 KiB that are usual. */
  readonly bodyLimit?: number;
  readonly response?: z.ZodType;
  /** Instead of a response: the server-sent events of a stream, by name. */
  readonly events?: Readonly<Record<string, z.ZodType>>;
  readonly errors: readonly ErrorCode[];
}

export const lockerAddress = z.object({ cabinet: CabinetId, locker: LockerNumber });

/** What can be wrong with everything that reaches for a locker. */
export const reached = [
  "no_such_cabinet",
  "no_such_locker",
  "cabinet_unreachable",
  "cabinet_busy",
  "firmware_too_old",
  "result_unknown",
] as const;
