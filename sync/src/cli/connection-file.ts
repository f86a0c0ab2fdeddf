/** The file that tells a central admin's connection, so that nobody has to type it each time. */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { readConfiguration } from "@holdfast/gateway/configuration";
import { z } from "zod";

const text = z.string().min(1).optional();

const ConnectionFile = z.strictObject({
  host: text,
  port: z.int().min(1).max(65_535).optional(),
  server_name: text,
  ca: text,
  socket: text,
  user: text,
  password_file: text,
  database: text,
});

export interface FileOptions {
  readonly host?: string;
  readonly port?: string;
  readonly serverName?: string;
  readonly ca?: string;
  readonly mysqlSocket?: string;
  readonly user?: string;
  readonly passwordFile?: string;
  readonly database?: string;
}

/** What stands in it; nothing where nobody named a file and the usual one is not there. Throws StartupError. */
export function readConnectionFile(named: string | undefined): FileOptions {
  const file = named ?? usualFile();
  if (named === undefined && !existsSync(file)) return {};
  const read = readConfiguration(file, ConnectionFile);
  const beside = (path: string | undefined) =>
    path === undefined ? undefined : resolve(dirname(file), path);
  return withoutUndefined({
    host: read.host,
    port: read.port === undefined ? undefined : String(read.port),
    serverName: read.server_name,
    ca: beside(read.ca),
    mysqlSocket: beside(read.socket),
    user: read.user,
    passwordFile: beside(read.password_file),
    database: read.database,
  });
}

function usualFile(): string {
  return join(process.env["XDG_CONFIG_HOME"] || join(homedir(), ".config"), "holdfast", "central.toml");
}

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

function withoutUndefined<T extends object>(all: T): Defined<T> {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Defined<T>;
}
