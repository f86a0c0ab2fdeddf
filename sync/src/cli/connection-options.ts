/** Where central is and as whom to come. A password comes from the environment or a file, never from the command line. */
import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { type Central, CentralError, connectCentral, useCentral } from "../central/index.ts";

interface ConnectionOptions {
  readonly host?: string;
  readonly port?: string;
  readonly serverName?: string;
  readonly ca?: string;
  readonly mysqlSocket?: string;
  readonly user: string;
  readonly passwordFile?: string;
  readonly database: string;
}

const PASSWORD = "HOLDFAST_CENTRAL_PASSWORD";

export function addConnectionOptions(command: Command): Command {
  return command
    .option("--host <name>", "host of the central database")
    .option("--port <number>", "its port")
    .option("--server-name <name>", "the name in its certificate, where it is not the host")
    .option("--ca <file>", "PEM of the authority that signed its certificate")
    .option("--mysql-socket <path>", "the server's own socket instead of host and port")
    .option("--user <name>", "central admin's login", "root")
    .option("--password-file <file>", `file with the password (else ${PASSWORD})`)
    .option("--database <name>", "name of the central database", "holdfast");
}

/** Runs `body` with a connection that is closed after it. `made`: the database must be there already. */
export async function withCentral(
  command: Command,
  made: boolean,
  body: (central: Central) => Promise<void>,
): Promise<void> {
  const options = command.optsWithGlobals<ConnectionOptions>();
  const port = Number(options.port ?? 3306);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new CentralError("bad_option", `"${options.port}" is no port.`);
  }
  const central = await connectCentral({
    user: options.user,
    password: options.passwordFile
      ? read(options.passwordFile).replace(/\r?\n$/, "")
      : (process.env[PASSWORD] ?? ""),
    database: options.database,
    host: options.host ?? "localhost",
    port,
    ...(options.mysqlSocket === undefined ? {} : { socketPath: options.mysqlSocket }),
    ...(options.serverName === undefined ? {} : { serverName: options.serverName }),
    ...(options.ca === undefined ? {} : { ca: read(options.ca) }),
  });
  try {
    if (made) await useCentral(central);
    await body(central);
  } finally {
    await central.close();
  }
}

export function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new CentralError("bad_option", `The file ${file} cannot be read.`, { cause });
  }
}
