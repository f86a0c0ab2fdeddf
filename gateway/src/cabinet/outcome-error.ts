/** What the controller answered, as the error that a person sees. */
import type { Outcome } from "@holdfast/protocol";
import { type ErrorFigures, HoldfastError } from "../contract/error.ts";
import type { ErrorCode } from "../contract/errors.ts";

const CODES: Readonly<Record<Exclude<Outcome, "done">, ErrorCode>> = {
  wrong_pin: "wrong_pin",
  locked_phone: "phone_locked",
  locked_keypad: "phone_locked",
  locked_operator: "phone_locked_by_tries",
  not_held: "locker_not_held",
  not_free: "locker_held",
  out_of_service: "locker_out_of_service",
  no_such_locker: "no_such_locker",
  too_many_lockers: "too_many_lockers",
  journal_full: "storing_paused",
  door_failed: "door_failed",
  expired: "cabinet_busy",
  busy: "cabinet_busy",
  not_collected: "visit_over",
  wrong_rental: "locker_not_held",
  bad_pin: "bad_pin",
  bad_phone: "bad_phone",
  bad_value: "internal",
  slot_valid: "internal",
  never_seen: "cabinet_busy",
  interrupted: "result_unknown",
  storage_failed: "internal",
  unknown: "result_unknown",
};

export function outcomeError(outcome: Exclude<Outcome, "done">, figures: ErrorFigures = {}): HoldfastError {
  return new HoldfastError(CODES[outcome], figures);
}

export interface TryRules {
  readonly first: number;
  readonly next: number;
  readonly max: number;
}

/** Wrong tries left after so many in a row, until the phone has to wait or is locked for good: 0 when that is now. */
export function triesLeft(wrong: number, rules: TryRules): number {
  const untilMax = Math.max(0, rules.max - wrong);
  const over = (wrong - rules.first) % rules.next;
  const untilWait = wrong <= rules.first ? rules.first - wrong : over === 0 ? 0 : rules.next - over;
  return Math.min(untilWait, untilMax);
}
