/** A connection of a central admin: over TLS with the host's name checked, or over the server's own socket. */

import type { Connection, QueryResult } from "mysql2/promise";
import { createConnection } from "mysql2/promise";
import { connectionTarget, type ServerAddress } from "../connection-target.ts";
import { CentralError, centralError } from "./central-error.ts";

export interface CentralAddress extends Partial<ServerAddress> {
  /** Instead of host and port. */
  readonly socketPath?: string;
  readonly user: string;
  readonly password?: string;
  readonly database?: string;
}

export interface Central {
  readonly database: string;
  readonly mariadb: boolean;
  /** Rows of a statement with `?` for values. Throws CentralError. */
  rows<Row>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** A statement without rows; gives the number of rows that it changed. */
  run(sql: string, values?: readonly unknown[]): Promise<number>;
  close(): Promise<void>;
}

const CONNECT_MS = 10_000;
const STATEMENT_MS = 120_000;
/** A text that somebody typed never becomes part of SQL through this name. `_` would be a wildcard in grants. */
const DATABASE = /^(?!test)[a-z][a-z0-9]{0,31}$/;

export async function connectCentral(address: CentralAddress): Promise<Central> {
  const { database = "holdfast", password = "" } = address;
  if (!DATABASE.test(database)) {
    throw new CentralError("bad_database_name", `"${database}" is no name for the central database.`);
  }
  const secrets = [password];
  const connection = await open(address, password).catch((error: unknown) => {
    throw centralError(error, secrets);
  });
  // An error between two statements shows at the next one; without a listener it would end the process.
  connection.on("error", () => {});

  async function query(sql: string, values: readonly unknown[]): Promise<QueryResult> {
    try {
      const [result] = await connection.query({ sql, values: [...values], timeout: STATEMENT_MS });
      return result;
    } catch (error) {
      const told = centralError(error, secrets);
      // The answer may still come: this connection cannot be used any more.
      if (told.code === "timeout") connection.destroy();
      throw told;
    }
  }

  const central: Central = {
    database,
    mariadb: false,
    rows: async <Row>(sql: string, values: readonly unknown[] = []) => {
      const result = await query(sql, values);
      // A CALL gives a list of results, of which the first one is ours.
      const rows = Array.isArray(result) && Array.isArray(result[0]) ? result[0] : result;
      return rows as Row[];
    },
    run: async (sql, values = []) => {
      const result = await query(sql, values);
      return "affectedRows" in result ? result.affectedRows : 0;
    },
    close: () => connection.end().catch(() => connection.destroy()),
  };
  try {
    const [version] = await central.rows<{ version: string }>("SELECT VERSION() AS version");
    checkVersion(version?.version ?? "");
    return { ...central, mariadb: /mariadb/i.test(version?.version ?? "") };
  } catch (error) {
    connection.destroy();
    throw error;
  }
}

async function open(address: CentralAddress, password: string): Promise<Connection> {
  const { socketPath, host = "localhost", port = 3306, user } = address;
  const target = socketPath === undefined ? connectionTarget({ ...address, host, port }) : { socketPath };
  if (target === undefined) {
    throw new CentralError("tls", `${host} is no name that a certificate can be compared with.`);
  }
  return createConnection({
    ...target,
    user,
    password,
    charset: "utf8mb4_bin",
    connectTimeout: CONNECT_MS,
    dateStrings: true,
    supportBigNumbers: true,
    timezone: "Z",
  });
}

function checkVersion(version: string): void {
  const [major = 0, minor = 0, patch = 0] = (/(\d+)\.(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number);
  const number = major * 1_000_000 + minor * 1000 + patch;
  if (number < (/mariadb/i.test(version) ? 10_011_000 : 8_000_021)) {
    throw new CentralError("server_too_old", `The server is ${version}.`);
  }
}
