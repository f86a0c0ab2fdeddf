/** Exchanges of an attacker that has nothing to send. */
import { FakeLedger } from "../rig/index.ts";

export const idle = (rest: Record<string, unknown> = {}) => ({
  ...new FakeLedger("attacker-ledger").request(0),
  ...rest,
});

/** As SQL. */
export const call = (request: unknown) =>
  `CALL sync_v1('${JSON.stringify(request).replaceAll("'", "''").replaceAll("\\", "\\\\")}')`;
