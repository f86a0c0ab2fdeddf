/** Starts sync: one replicator between the gateway's socket and central. */
import { readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { createSecureContext } from "node:tls";
import { RoutesClient } from "@holdfast/gateway/client";
import { readConfiguration, sitePaths } from "@holdfast/gateway/configuration";
import { SYNC_ROUTES } from "@holdfast/gateway/contract";
import { createLogger } from "@holdfast/gateway/log";
import type { Running } from "@holdfast/gateway/process";
import { StartupError } from "@holdfast/gateway/startup-error";
import { type SyncSection, splitHost, syncConfiguration } from "./configuration.ts";
import { type Access, startReplicator } from "./replicator/index.ts";

/** As systemd names it: LoadCredential=sync-password:... */
const CREDENTIAL = "sync-password";
/** Where the owner puts it; systemd reads it there for the service, a command of root reads it itself. */
const CREDSTORE = "/etc/credstore";

export async function startSync(file: string): Promise<Running> {
  const { gateway, sync } = readConfiguration(file, syncConfiguration());
  if (sync === undefined) throw new StartupError("sync_off", `${file} has no section [sync].`);
  const log = createLogger({ name: "sync", level: sync.log_level });
  const access = accessOf(sync, dirname(file));
  const client = new RoutesClient(SYNC_ROUTES, { socketPath: sitePaths(file, gateway).syncSocket });
  const replicator = startReplicator({
    client,
    hosts: sync.hosts.map(splitHost),
    access,
    schedule: sync.schedule,
    batch: sync.batch,
    log,
  });
  return {
    log,
    health: () => replicator.state,
    ready: { user: sync.user, hosts: sync.hosts.join(" ") },
    close: async () => {
      replicator.close();
      client.close();
    },
  };
}

/** Looks at the files now, so that a mistake ends the start and does not wait for the first connection. */
export function accessOf(sync: SyncSection, folder: string, credstore = CREDSTORE): Access {
  const passwordFile = passwordFileOf(sync, folder, credstore);
  if (read(passwordFile, "sync_password_unreadable").trim() === "") {
    throw new StartupError("sync_password_unreadable", `${passwordFile} is empty.`);
  }
  const caFile = sync.ca === undefined ? undefined : resolve(folder, sync.ca);
  if (caFile !== undefined) checkCa(caFile);
  return {
    user: sync.user,
    passwordFile,
    ...(caFile !== undefined && { caFile }),
    ...(sync.server_name !== undefined && { serverName: sync.server_name }),
    database: sync.database,
    connectMs: sync.connect_timeout * 1000,
    queryMs: sync.query_timeout * 1000,
  };
}

function passwordFileOf({ password_file }: SyncSection, folder: string, credstore: string): string {
  const credentials = process.env["CREDENTIALS_DIRECTORY"] ?? credstore;
  if (password_file !== undefined) {
    const path = resolve(folder, password_file);
    const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0;
    if ((mode & 0o077) !== 0) throw new StartupError("sync_password_exposed", `Others may read ${path}.`);
    return path;
  }
  return join(credentials, CREDENTIAL);
}

function checkCa(path: string): void {
  const ca = read(path, "sync_ca_unreadable");
  try {
    if (!ca.includes("BEGIN CERTIFICATE")) throw new Error("it is no PEM");
    createSecureContext({ ca });
  } catch (error) {
    throw new StartupError("sync_ca_unreadable", `${path} is no certificate: ${(error as Error).message}.`);
  }
}

function read(path: string, code: "sync_password_unreadable" | "sync_ca_unreadable"): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new StartupError(code, `Cannot read ${path}: ${(error as NodeJS.ErrnoException).code}.`);
  }
}
