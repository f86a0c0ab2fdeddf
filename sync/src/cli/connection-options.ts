/** Where central is and as whom to come: options, environment, or a file that is written once. */
import { type Command, Option } from "commander";
import { type Central, CentralError, connectCentral, useCentral } from "../central/index.ts";
import { type FileOptions, readConnectionFile } from "./connection-file.ts";
import { findPassword } from "./password.ts";
import { read } from "./read.ts";

/** What is not given stands in the file, or has its default. */
interface ConnectionOptions extends FileOptions {
  readonly connection?: string;
}

const HELP = "Connection:";
const OPTIONS = [
  ["--connection <file>", "file with all of this", "CONNECTION"],
  ["--host <name>", "host of the central database (localhost)", "HOST"],
  ["--port <number>", "its port (3306)", "PORT"],
  ["--server-name <name>", "the name in its certificate, where it is not the host", "SERVER_NAME"],
  ["--ca <file>", "PEM of the authority that signed its certificate", "CA"],
  ["--mysql-socket <path>", "the server's own socket instead of host and port", "SOCKET"],
  ["--user <name>", "central admin's login (root)", "USER"],
  ["--password-file <file>", "file with the password; else it is asked for", "PASSWORD_FILE"],
  ["--database <name>", "name of the central database (holdfast)", "DATABASE"],
] as const;

export const CONNECTION_HELP = `
The connection may stand in ~/.config/holdfast/central.toml, as
  host = "db.example.org"
  ca = "/etc/holdfast/central-ca.pem"
  user = "anna"
  password_file = "central-password"      # relative to this file; without it the password is asked for
What is given in the environment or as an option comes first.
`;

export function addConnectionOptions(command: Command): Command {
  command.optionsGroup(HELP);
  for (const [flags, about, name] of OPTIONS) {
    command.addOption(new Option(flags, about).env(`HOLDFAST_CENTRAL_${name}`));
  }
  return command;
}

/** Runs `body` with a connection that is closed after it. `made`: the database must be there already. */
export async function withCentral(
  command: Command,
  made: boolean,
  body: (central: Central) => Promise<void>,
): Promise<void> {
  const central = await connect(command.optsWithGlobals<ConnectionOptions>());
  try {
    if (made) await useCentral(central);
    await body(central);
  } finally {
    await central.close();
  }
}

async function connect(given: ConnectionOptions): Promise<Central> {
  const { mysqlSocket: socketInFile, ...file } = readConnectionFile(given.connection);
  const options = { ...file, ...given };
  const { host = "localhost", serverName, ca, user = "root", database = "holdfast" } = options;
  // A host that was named is meant, whatever socket stands in the file.
  const socketPath = given.mysqlSocket ?? (given.host === undefined ? socketInFile : undefined);
  const port = Number(options.port ?? 3306);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new CentralError("bad_option", `"${options.port}" is no port.`);
  }
  const asked = socketPath === undefined ? `Password of ${user} at ${host}:` : undefined;
  return connectCentral({
    user,
    password: await findPassword(options.passwordFile, asked),
    database,
    host,
    port,
    ...(socketPath === undefined ? {} : { socketPath }),
    ...(serverName === undefined ? {} : { serverName }),
    ...(ca === undefined ? {} : { ca: read(ca) }),
  });
}
