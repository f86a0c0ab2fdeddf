/** One connection to one database host: TLS with a checked name, and a bound for every wait, after which it is cut. */
import { readFileSync } from "node:fs";
import { type Connection, type ConnectionOptions, createConnection, setMaxParserCache } from "mysql2";
import { connectionTarget } from "../connection-target.ts";
import type { Host } from "./hosts.ts";
import { SyncProblem } from "./problem.ts";

export interface Access {
  readonly user: string;
  /** Both are read at each connection, so that a new password or authority needs no restart. */
  readonly passwordFile: string;
  readonly caFile?: string;
  /** The name in the certificate, for hosts that are addresses. */
  readonly serverName?: string;
  readonly database: string;
  readonly connectMs: number;
  readonly queryMs: number;
}

export interface DatabaseConnection {
  /** False once it broke, also between two calls. */
  readonly alive: boolean;
  /** What sync_v1 answers. Whatever fails but an error that the server tells makes an end of the connection. */
  call(request: string): Promise<string>;
  destroy(): void;
}

// There is one statement and one shape of rows; for the 15,000 of the default half a megabyte is set aside at once.
setMaxParserCache(4);

/** 20 commands with their orders fit in it several times. */
const ANSWER_LIMIT = 4 * 1024 * 1024;

export async function connectDatabase(host: Host, access: Access): Promise<DatabaseConnection> {
  const connection = createConnection(optionsFor(host, access));
  let alive = true;
  const destroy = () => {
    alive = false;
    connection.destroy();
  };
  // Without a listener an error between two calls would end the process.
  connection.on("error", destroy);
  await bounded<void>(access.connectMs, destroy, (settle) => {
    connection.once("connect", () => settle(null));
    connection.once("error", settle);
  });
  return {
    get alive() {
      return alive;
    },
    call: async (request) => {
      try {
        return await bounded<string>(access.queryMs, destroy, (settle) =>
          execute(connection, request, settle),
        );
      } catch (error) {
        if ((error as { fatal?: boolean }).fatal === true) destroy();
        throw error;
      }
    },
    destroy,
  };
}

type Settle<Value> = (error: unknown, value?: Value) => void;

/** A statement that the server prepared: one more round trip after connecting, and none after that. */
function execute(connection: Connection, request: string, settle: Settle<string>): void {
  connection.execute({ sql: "CALL sync_v1(?)", values: [request] }, (error, results) => {
    if (error !== null) return settle(error);
    const answer = (results as unknown as [[{ answer?: unknown }?]?])[0]?.[0]?.answer;
    const usable = typeof answer === "string" && answer.length <= ANSWER_LIMIT;
    settle(usable ? null : new SyncProblem("no_central"), usable ? answer : undefined);
  });
}

/** mysql2 knows no timeout that also ends a connection which is still being made over a stream of ours. */
function bounded<Value>(
  ms: number,
  destroy: () => void,
  work: (settle: Settle<Value>) => void,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      destroy();
      reject(new SyncProblem("timeout", `(${ms / 1000} s)`));
    }, ms);
    work((error, value) => {
      clearTimeout(timer);
      if (error === null || error === undefined) resolve(value as Value);
      else reject(error);
    });
  });
}

function optionsFor({ host, port }: Host, access: Access): ConnectionOptions {
  const { user, database, serverName } = access;
  const ca = access.caFile === undefined ? undefined : read(access.caFile);
  const target = connectionTarget({
    host,
    port,
    ...(serverName !== undefined && { serverName }),
    ...(ca !== undefined && { ca }),
  });
  if (target === undefined) throw new SyncProblem("certificate_name");
  return {
    ...target,
    user,
    password: read(access.passwordFile).trimEnd(),
    database,
    charset: "utf8mb4_bin",
    connectTimeout: 0,
    disableEval: true,
    // There is one statement; for the 16,000 of the default room is made at once.
    maxPreparedStatements: 4,
  };
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new SyncProblem("secret_unreadable", `(${(error as NodeJS.ErrnoException).code})`);
  }
}
