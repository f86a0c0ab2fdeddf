/** The attack list: all that a stolen login of a gateway tries against others' rows and the server. */
import type { Attack } from "./attack.ts";
import { LOGIN_ATTACKS } from "./logins.ts";
import { PROCEDURE_ATTACKS } from "./procedure.ts";
import { SERVER_ATTACKS } from "./server.ts";
import { SESSION_ATTACKS } from "./session.ts";
import { TABLE_ATTACKS } from "./tables.ts";

export type { Attack, Target } from "./attack.ts";
export { type AttackOutcome, runAttacks } from "./run-attacks.ts";

export const ATTACKS: readonly Attack[] = [
  ...TABLE_ATTACKS,
  ...SERVER_ATTACKS,
  ...PROCEDURE_ATTACKS,
  ...SESSION_ATTACKS,
  ...LOGIN_ATTACKS,
];
