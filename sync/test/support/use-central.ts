/** One central for all tests of a file. */
import { afterAll, beforeAll } from "vitest";
import { type GatewayLogin, startCentral, type TestCentral } from "../../src/rig/index.ts";

export interface UsedCentral {
  readonly central: TestCentral;
  /** A gateway of its own, so that tests do not disturb each other. */
  login(): Promise<GatewayLogin>;
  /** First column of the first row. */
  value(sql: string, ...values: unknown[]): Promise<unknown>;
  rows<Row = Record<string, unknown>>(sql: string, ...values: unknown[]): Promise<Row[]>;
  run(sql: string, ...values: unknown[]): Promise<number>;
}

export function useTestCentral(): UsedCentral {
  let central: TestCentral | undefined;
  let gateways = 0;
  beforeAll(async () => {
    central = await startCentral();
  });
  afterAll(() => central?.close());
  const started = () => {
    if (central === undefined) throw new Error("central is not started");
    return central;
  };
  return {
    get central() {
      return started();
    },
    login: () => started().gateway(`gateway-${++gateways}`),
    value: async (sql, ...values) => {
      const [row] = await started().root.rows<Record<string, unknown>>(sql, values);
      return row && Object.values(row)[0];
    },
    rows: (sql, ...values) => started().root.rows(sql, values),
    run: (sql, ...values) => started().root.run(sql, values),
  };
}

/** The name under which a login is known. */
export function nameOf(login: GatewayLogin): string {
  return login.credentials.user.replace("holdfast-", "");
}

export const ID = "(SELECT id FROM gateway WHERE account = ?)";
