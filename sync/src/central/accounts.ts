/** Logins of gateways: each may call sync_v1 and nothing else. Passwords are made here and shown once. */
import { randomBytes } from "node:crypto";
import { CentralError, centralError } from "./central-error.ts";
import type { Central } from "./connect.ts";

export interface AddGatewayOptions {
  /** From where it may come, as MySQL writes it: `%` or `10.1.2.3`. */
  readonly host?: string;
  /** Subject and issuer that its client certificate must have, as `/CN=zurich`. */
  readonly subject?: string;
  readonly issuer?: string;
  /** 3 by default: an old connection that is not yet given up, a new one, and one to spare. */
  readonly connections?: number;
  readonly dryRun?: boolean;
}

export interface Login {
  readonly name: string;
  readonly user: string;
  /** Shown once; empty in a dry run. */
  readonly password: string;
  /** What was run, or would be, without the password. */
  readonly sql: readonly string[];
}

const NAME = /^[a-z][a-z0-9-]{0,22}$/;
const HOST = /^[0-9A-Za-z%._:/-]{1,60}$/;
const SUBJECT = /^\/[ -&(-[\]-~]{1,200}$/;
const NATIVE = "mysql_native_password";
const HIDDEN = "'***'";

/** Of at most 32 characters, as MySQL wants it. */
export function accountOf(name: string): string {
  return `holdfast-${name}`;
}

export async function addGateway(
  central: Central,
  name: string,
  options: AddGatewayOptions = {},
): Promise<Login> {
  checkName(name);
  const { host = "%", connections = 3 } = options;
  if (!HOST.test(host)) throw new CentralError("bad_option", `"${host}" is no host.`);
  if (!Number.isInteger(connections) || connections < 1 || connections > 100) {
    throw new CentralError("bad_option", "Connections are 1 to 100.");
  }
  const user = accountOf(name);
  const hosts = await hostsOf(central, user);
  const [known] = await central.rows("SELECT 1 FROM gateway WHERE name = ? AND account = ?", [name, user]);
  if (known !== undefined && hosts.length > 0) {
    throw new CentralError("gateway_exists", `There is a gateway ${name} already.`);
  }
  const at = `'${user}'@'${host}'`;
  return carryOut(central, name, options.dryRun, (password) => [
    // Of an earlier try that was cut in two.
    ...hosts.map((old) => `DROP USER '${user}'@'${old}'`),
    `CREATE USER ${at} IDENTIFIED BY ${password} REQUIRE ${requirement(options)}
     WITH MAX_USER_CONNECTIONS ${connections}`,
    grant(central, at),
    `INSERT INTO gateway (name, account, created_at) VALUES ('${name}', '${user}', UTC_TIMESTAMP(3))
     ON DUPLICATE KEY UPDATE account = '${user}'`,
  ]);
}

/**
 * Its login is gone and its connections are cut at once. Its rows stay, and a gateway that is added under this name
 * again goes on with them; with `purge` they are deleted in small steps.
 */
export async function removeGateway(
  central: Central,
  name: string,
  options: { dryRun?: boolean; purge?: boolean; onProgress?: (deleted: number) => void } = {},
): Promise<{ sql: string[]; deleted: number }> {
  const id = await idOf(central, name);
  const user = accountOf(name);
  const sql = [
    `UPDATE gateway SET account = '-removed-${id}' WHERE id = ${id}`,
    ...(await hostsOf(central, user)).map((host) => `DROP USER '${user}'@'${host}'`),
  ];
  if (options.dryRun === true) return { sql, deleted: 0 };
  for (const statement of sql) await central.run(statement);
  await cut(central, user);
  if (options.purge !== true) return { sql, deleted: 0 };
  let deleted = 0;
  for (const table of ["event", "event_dead", "command", "rental", "locker", "cabinet", "site", "life"]) {
    for (let rows = 1; rows > 0; deleted += rows) {
      rows = await central.run(`DELETE FROM ${table} WHERE gateway_id = ? LIMIT 5000`, [id]);
      options.onProgress?.(deleted + rows);
    }
  }
  await central.run("DELETE FROM gateway WHERE id = ?", [id]);
  return { sql, deleted };
}

/** A new password. The old one stays valid until `finishRotation`, so that no exchange fails meanwhile. */
export async function rotate(
  central: Central,
  name: string,
  options: { dryRun?: boolean } = {},
): Promise<Login> {
  const accounts = await accountsOf(central, name);
  const old = central.mariadb ? await hashOf(central, name) : "";
  return carryOut(central, name, options.dryRun, (password) =>
    accounts.map((at) => {
      const shown = password === HIDDEN ? HIDDEN : `'${old}'`;
      return central.mariadb
        ? `ALTER USER ${at} IDENTIFIED VIA ${NATIVE} USING PASSWORD(${password}) OR ${NATIVE} USING ${shown}`
        : `ALTER USER ${at} IDENTIFIED BY ${password} RETAIN CURRENT PASSWORD`;
    }),
  );
}

/** The old password is void, and who came with it is cut off. Returns what was run, without the hash. */
export async function finishRotation(
  central: Central,
  name: string,
  options: { dryRun?: boolean } = {},
): Promise<string[]> {
  const accounts = await accountsOf(central, name);
  const change = (hash: string) =>
    central.mariadb ? `IDENTIFIED VIA ${NATIVE} USING ${hash}` : "DISCARD OLD PASSWORD";
  const sql = accounts.map((at) => `ALTER USER ${at} ${change(HIDDEN)}`);
  if (options.dryRun === true) return sql;
  const hash = central.mariadb ? `'${await hashOf(central, name)}'` : "";
  for (const at of accounts) await central.run(`ALTER USER ${at} ${change(hash)}`);
  await cut(central, accountOf(name));
  return sql;
}

/** MariaDB keeps several ways to log in, the newest first. */
async function hashOf(central: Central, name: string): Promise<string> {
  const [row] = await central.rows<{ plugin: string; hash: string }>(
    `SELECT JSON_VALUE(Priv, '$.plugin') AS plugin, JSON_VALUE(Priv, '$.authentication_string') AS hash
     FROM mysql.global_priv WHERE User = ?`,
    [accountOf(name)],
  );
  if (row?.plugin !== NATIVE || !/^\*[0-9A-F]{40}$/.test(row.hash)) {
    throw new CentralError("bad_option", `The login of ${name} has no password that holdfast made.`);
  }
  return row.hash;
}

/** For so many minutes a gateway may read its own rows, to be built again. 0: no more. Returns what was run. */
export async function allowRestore(
  central: Central,
  name: string,
  minutes: number,
  options: { dryRun?: boolean } = {},
): Promise<string[]> {
  await idOf(central, name);
  if (options.dryRun !== true) await central.run("CALL allow_restore(?, ?)", [name, minutes]);
  return [`CALL allow_restore('${name}', ${minutes})`];
}

/** Statements that give every gateway its right again. */
export async function grantSync(central: Central): Promise<string[]> {
  const rows = await central.rows<{ name: string }>(
    `SELECT name FROM ${central.database}.gateway WHERE account NOT LIKE '-removed-%' ORDER BY id`,
  );
  const grants: string[] = [];
  for (const { name } of rows) {
    const user = accountOf(name);
    for (const host of await hostsOf(central, user)) grants.push(grant(central, `'${user}'@'${host}'`));
  }
  return grants;
}

function grant(central: Central, at: string): string {
  return `GRANT EXECUTE ON PROCEDURE ${central.database}.sync_v1 TO ${at}`;
}

export function checkName(name: string): void {
  if (!NAME.test(name)) throw new CentralError("bad_name", `"${name}" is no name of a gateway.`);
}

export async function idOf(central: Central, name: string): Promise<number> {
  checkName(name);
  const [row] = await central.rows<{ id: number }>("SELECT id FROM gateway WHERE name = ?", [name]);
  if (row === undefined) throw new CentralError("no_such_gateway", `There is no gateway ${name}.`);
  return row.id;
}

async function accountsOf(central: Central, name: string): Promise<string[]> {
  await idOf(central, name);
  const user = accountOf(name);
  const hosts = await hostsOf(central, user);
  if (hosts.length === 0) throw new CentralError("no_such_gateway", `Gateway ${name} has no login any more.`);
  return hosts.map((host) => `'${user}'@'${host}'`);
}

async function hostsOf(central: Central, user: string): Promise<string[]> {
  const rows = await central.rows<{ host: string }>("SELECT Host AS host FROM mysql.user WHERE User = ?", [
    user,
  ]);
  return rows.map(({ host }) => host);
}

/** Dropping an account leaves its connections alone; KILL does not. */
async function cut(central: Central, user: string): Promise<void> {
  const rows = await central.rows<{ id: number }>(
    "SELECT ID AS id FROM information_schema.PROCESSLIST WHERE USER = ?",
    [user],
  );
  // One that has gone meanwhile is what we want.
  for (const { id } of rows) await central.run("KILL ?", [id]).catch(() => 0);
}

function requirement({ subject, issuer }: AddGatewayOptions): string {
  const parts = [
    ["SUBJECT", subject],
    ["ISSUER", issuer],
  ].filter((part): part is [string, string] => part[1] !== undefined);
  for (const [what, value] of parts) {
    if (!SUBJECT.test(value))
      throw new CentralError("bad_option", `"${value}" is no ${what}, as /CN=zurich.`);
  }
  return parts.map(([what, value]) => `${what} '${value}'`).join(" AND ") || "SSL";
}

async function carryOut(
  central: Central,
  name: string,
  dryRun: boolean | undefined,
  statements: (password: string) => string[],
): Promise<Login> {
  const password = newPassword();
  const sql = statements(HIDDEN);
  if (dryRun === true) return { name, user: accountOf(name), password: "", sql };
  for (const statement of statements(`'${password}'`)) {
    await central.run(statement).catch((error: unknown) => {
      // A server repeats in its messages what it did not like.
      const { code, message } = centralError(error);
      throw new CentralError(code, message.replaceAll(password, "***"));
    });
  }
  return { name, user: accountOf(name), password, sql };
}

/** 192 bits, with letters, digits and a sign, as servers with a password policy want it. Needs no quoting anywhere. */
function newPassword(): string {
  for (;;) {
    const password = randomBytes(24).toString("base64url");
    if (/[a-z]/.test(password) && /[A-Z]/.test(password) && /[0-9]/.test(password) && /[-_]/.test(password)) {
      return password;
    }
  }
}
