/** What a central admin may ask for, by kind. */
import { readLabel } from "../cabinet/label.ts";
import { HoldfastError } from "../contract/error.ts";
import { Reason } from "../contract/operator-schemas.ts";
import type { SyncCommand } from "../contract/sync-schemas.ts";
import type { OperatorDesk } from "../site/operator-desk.ts";
import type { LockerAddress } from "../site.ts";

export type CentralDesk = Pick<
  OperatorDesk,
  "reachable" | "release" | "setService" | "reissuePin" | "label" | "open"
>;

export interface Act {
  /** The cabinet has to answer. */
  readonly reaches: boolean;
  /** The door moves: an order is needed. */
  readonly opens: boolean;
  run(): Promise<void>;
}

/** Throws a HoldfastError for what this site can never do. */
export function actOf(desk: CentralDesk, command: SyncCommand): Act {
  const { kind, cabinet, locker } = command;
  const at = { cabinet, locker };
  desk.reachable(at);
  const { success, data: reason = "" } = Reason.safeParse(command.reason);
  if (!success) throw new HoldfastError("reason_missing");
  const act = (run: () => Promise<void>) => ({ reaches: true, opens: false, run });
  switch (kind) {
    case "release":
      return act(() => desk.release(at, reason));
    case "out_of_service":
      return act(() => desk.setService(at, true, reason));
    case "in_service":
      return act(() => desk.setService(at, false, reason));
    case "reissue_pin":
      return act(() => desk.reissuePin(at, reason));
    case "open":
      return { ...act(() => desk.open(at, reason)), opens: true };
    case "label": {
      if (command.payload === null) throw new HoldfastError("bad_label");
      const label = readLabel(command.payload);
      return { ...act(async () => desk.label(at, label, reason)), reaches: false };
    }
    default:
      throw new HoldfastError("bad_request", { detail: "This gateway knows no such kind of command." });
  }
}

export function lockerExists(desk: CentralDesk, at: LockerAddress): boolean {
  try {
    desk.reachable(at);
    return true;
  } catch {
    return false;
  }
}
