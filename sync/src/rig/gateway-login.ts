/** What can be done with a gateway's login: exchanges as the replicator has them, and any other statement. */
import { type Connection, createConnection } from "mysql2/promise";
import { decodeAnswer, encodeRequest, type SyncAnswer, type SyncRequest } from "../contract/index.ts";
import type { Mariadb } from "./start-mariadb.ts";

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

const CONNECT_MS = 20_000;

export class GatewayLogin {
  readonly #mariadb: Mariadb;
  readonly #database: string;
  readonly credentials: Credentials;
  #tls = true;
  #connection: Promise<Connection> | undefined;

  constructor(mariadb: Mariadb, { user, password }: Credentials, database = "holdfast") {
    this.#mariadb = mariadb;
    this.#database = database;
    this.credentials = { user, password };
  }

  /** A further connection with the same login. */
  again(): GatewayLogin {
    return new GatewayLogin(this.#mariadb, this.credentials, this.#database);
  }

  /** With another name and password. */
  as(credentials: Credentials): GatewayLogin {
    return new GatewayLogin(this.#mariadb, credentials, this.#database);
  }

  /** Without TLS. */
  plain(): GatewayLogin {
    const login = this.again();
    login.#tls = false;
    return login;
  }

  connection(): Promise<Connection> {
    // One that failed is not kept: the next call tries again.
    this.#connection ??= this.#connect().catch((error: unknown) => {
      this.#connection = undefined;
      throw error;
    });
    return this.#connection;
  }

  async #connect(): Promise<Connection> {
    const { host, port, ca } = this.#mariadb;
    const connection = await createConnection({
      host,
      port,
      ...this.credentials,
      database: this.#database,
      charset: "utf8mb4_bin",
      ...(this.#tls ? { ssl: { ca: ca.pem, verifyIdentity: true, minVersion: "TLSv1.2" } } : {}),
      connectTimeout: CONNECT_MS,
    });
    connection.on("error", () => {});
    return connection;
  }

  async exchange(request: SyncRequest): Promise<SyncAnswer> {
    return decodeAnswer(await this.call(encodeRequest(request)));
  }

  /** sync_v1 with any text. */
  async call(text: string | null): Promise<string> {
    const connection = await this.connection();
    const [results] = await connection.execute("CALL sync_v1(?)", [text]);
    const [[row]] = results as unknown as [[{ answer: string }]];
    return row.answer;
  }

  /** Any statement; throws what the server says. */
  async query(sql: string, values: unknown[] = []): Promise<unknown> {
    const connection = await this.connection();
    const [result] = await connection.query(sql, values);
    return result;
  }

  async close(): Promise<void> {
    const connection = await this.#connection?.catch(() => undefined);
    this.#connection = undefined;
    connection?.destroy();
  }
}
