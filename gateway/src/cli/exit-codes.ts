/** What the exit code of a command says to a script. */
import type { ErrorCode } from "../contract/index.ts";

export const EXIT = {
  done: 0,
  refused: 1,
  usage: 2,
  gatewayUnreachable: 3,
  cabinetUnreachable: 4,
  internal: 70,
  resultUnknown: 75,
  configuration: 78,
} as const;

export const EXIT_HELP = `
Exit codes:
   0  done
   1  refused by the rules or by the cabinet
   2  wrong usage
   3  the gateway cannot be reached
   4  the cabinet cannot be reached
  65  a ledger or a backup is damaged, or of a newer release
  66  there is no such backup, file or cabinet
  69  a program, a device or central is not there
  70  something went wrong inside of the gateway
  72  a part of this release is missing
  73  a file or a folder cannot be written
  74  reading or writing a device or a file failed
  75  the result is not known, look before asking again; or the data folder is in use
  77  refused, because it would harm: a key or a right is at risk, or this user may not do it
  78  the configuration has mistakes`;

const BY_CODE: Partial<Record<ErrorCode, number>> = {
  bad_request: EXIT.usage,
  reason_missing: EXIT.usage,
  bad_label: EXIT.usage,
  gateway_unreachable: EXIT.gatewayUnreachable,
  cabinet_unreachable: EXIT.cabinetUnreachable,
  internal: EXIT.internal,
  result_unknown: EXIT.resultUnknown,
};

export function exitCodeOf(code: ErrorCode): number {
  return BY_CODE[code] ?? EXIT.refused;
}
