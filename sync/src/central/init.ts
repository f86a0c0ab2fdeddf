/** Makes the central database, or brings it to the newest schema. May be run again at any time. */
import { grantSync } from "./accounts.ts";
import { CentralError } from "./central-error.ts";
import type { Central } from "./connect.ts";
import { type Migration, readMigrations } from "./migrations.ts";

export interface InitOptions {
  /** Changes nothing, only tells what would be run. */
  readonly dryRun?: boolean;
  readonly migrations?: readonly Migration[];
  readonly onProgress?: (done: { version: number; name: string; of: number }) => void;
}

export interface InitResult {
  /** The schema before and after; 0: there was none. */
  readonly from: number;
  readonly to: number;
  /** What was run, or would be. */
  readonly sql: readonly string[];
  readonly warnings: readonly string[];
}

/** Procedures keep the mode in which they were made: whatever a login sets later, they stay strict. */
const SESSION =
  "SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'";
const VERSIONS = `CREATE TABLE IF NOT EXISTS schema_version (
  version SMALLINT UNSIGNED NOT NULL PRIMARY KEY,
  name VARCHAR(60) NOT NULL,
  applied_at DATETIME(3) NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;

export async function initCentral(central: Central, options: InitOptions = {}): Promise<InitResult> {
  const migrations = options.migrations ?? readMigrations();
  await refuseOpenAccounts(central);
  const from = await schemaOf(central);
  const last = migrations.at(-1)?.version ?? 0;
  if (from > last) throw new CentralError("schema_newer", `Central has schema ${from}, known is ${last}.`);

  const sql: string[] = [];
  const run = async (statement: string) => {
    sql.push(statement);
    if (options.dryRun !== true) await central.run(statement);
  };
  await run(`CREATE DATABASE IF NOT EXISTS ${central.database} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  // Somebody may have made it before, as hosters do; what a column of JSON_TABLE can hold depends on it.
  await run(`ALTER DATABASE ${central.database} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  await run(`USE ${central.database}`);
  await run(SESSION);
  await run(VERSIONS);
  for (const { version, name, statements } of migrations) {
    if (version <= from) continue;
    for (const statement of statements) await run(statement);
    await run(
      `INSERT INTO schema_version (version, name, applied_at) VALUES (${version}, '${name}', UTC_TIMESTAMP(3))
       ON DUPLICATE KEY UPDATE name = '${name}'`,
    );
    options.onProgress?.({ version, name, of: last });
  }
  // A procedure that was made anew has lost its grants.
  if (from > 0) for (const statement of await grantSync(central)) await run(statement);
  return { from, to: last, sql, warnings: await warningsOf(central) };
}

/** The migration that this server has; 0 without one. */
export async function schemaOf(central: Central): Promise<number> {
  const [table] = await central.rows<{ n: number }>(
    "SELECT COUNT(*) AS n FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = 'schema_version'",
    [central.database],
  );
  if (Number(table?.n) === 0) return 0;
  const [row] = await central.rows<{ version: number | null }>(
    `SELECT MAX(version) AS version FROM ${central.database}.schema_version`,
  );
  return row?.version ?? 0;
}

/** Uses the database; throws not_initialised where there is none, schema_newer where it is not known. */
export async function useCentral(central: Central): Promise<void> {
  const schema = await schemaOf(central);
  const last = readMigrations().at(-1)?.version ?? 0;
  if (schema < last)
    throw new CentralError("not_initialised", `Central has schema ${schema}, needed is ${last}.`);
  if (schema > last)
    throw new CentralError("schema_newer", `Central has schema ${schema}, known is ${last}.`);
  await central.run(`USE ${central.database}`);
}

/**
 * sync_v1 knows a gateway by the name of its login. Through an anonymous account anybody comes under any name, and what
 * everybody may do, a gateway may do.
 */
async function refuseOpenAccounts(central: Central): Promise<void> {
  const [user] = await central.rows<{ n: number }>("SELECT COUNT(*) AS n FROM mysql.user WHERE User = ''");
  const [db] = await central.rows<{ n: number }>(
    "SELECT COUNT(*) AS n FROM mysql.db WHERE User IN ('', 'PUBLIC') AND ? LIKE Db",
    [central.database],
  );
  if (Number(user?.n) > 0 || Number(db?.n) > 0) {
    throw new CentralError("anonymous_account", "This server lets in anybody under any name.");
  }
}

async function warningsOf(central: Central): Promise<string[]> {
  const [row] = await central.rows<{ scheduler: string }>("SELECT @@GLOBAL.event_scheduler AS scheduler");
  if (row?.scheduler === "ON" || String(row?.scheduler) === "1") return [];
  return [
    "event_scheduler is OFF: nothing is erased in time. SET GLOBAL event_scheduler = ON, and in my.cnf.",
  ];
}
