/** A private MariaDB for tests and figures: its own folder, port and socket on loopback, TLS, ended by its own pid. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { makeTestCa, type TestCa } from "./test-ca.ts";

/** Below those that the system gives to connections, any of which might take a free port before its server does. */
const PORTS = { from: 10_000, to: 32_000 };
const PORT_TRIES = 50;

export interface MariadbOptions {
  /** Kept when it is given; else a folder of its own, removed by `close`. */
  readonly folder?: string;
  /** By default one is made in the folder. */
  readonly ca?: TestCa;
  /** Further options of mariadbd, as `--thread-handling=pool-of-threads`. */
  readonly args?: readonly string[];
  /** Runs as this user, who gets the folder; by default as ourselves. */
  readonly user?: string;
  /** Of the first start only: what a new cluster begins with. */
  readonly firstArgs?: readonly string[];
  /** Content of an option file, for what has no option on the command line. */
  readonly optionFile?: string;
}

export interface Mariadb {
  /** The name in its certificate. */
  readonly host: "localhost";
  readonly port: number;
  /** For root without a password, who may not come over the network. */
  readonly socketPath: string;
  readonly folder: string;
  readonly ca: TestCa;
  pid(): number | undefined;
  /** Again on the same port and folder, after `stop` or `kill`. */
  start(): Promise<void>;
  /** In good order. */
  stop(): Promise<void>;
  /** As a power cut of the process. */
  kill(): Promise<void>;
  /** Stops it and removes what was made for it. */
  close(): Promise<void>;
}

/** A node of a cluster first copies everything from another one. */
const START_MS = 60_000;
/** Servers stand where only root looks. */
const ENVIRONMENT = { ...process.env, PATH: `${process.env["PATH"]}:/usr/sbin` };
const READY = "ready for connections";
const SMALL = ["--innodb-buffer-pool-size=64M", "--innodb-log-file-size=64M", "--performance-schema=OFF"];
/** A Unix socket's path has at most 107 characters, so it does not stand in the data folder. */
const SOCKET = "m.sock";

export async function startMariadb(options: MariadbOptions = {}): Promise<Mariadb> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), "holdfast-db-"));
  const data = join(folder, "data");
  const socketPath = join(folder, SOCKET);
  const self = userInfo().username;
  // Its own: a server that starts deletes the temporary tables that it finds in this folder, also those of another one.
  const temporary = join(folder, "tmp");
  mkdirSync(temporary, { recursive: true });
  const own = [`--datadir=${data}`, `--tmpdir=${temporary}`];
  const ca = options.ca ?? makeTestCa(join(folder, "tls"));
  if (!existsSync(data)) {
    const install = ["--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db"];
    execFileSync("mariadb-install-db", [...install, `--user=${self}`, ...own], { stdio: "ignore" });
  }
  const port = await freePort();
  const { certFile, keyFile } = ca.issue("localhost");
  const optionFile = join(folder, "my.cnf");
  if (options.optionFile !== undefined) writeFileSync(optionFile, options.optionFile);
  const args = [
    options.optionFile === undefined ? "--no-defaults" : `--defaults-file=${optionFile}`,
    `--user=${options.user ?? self}`,
    ...own,
    `--socket=${socketPath}`,
    `--port=${port}`,
    "--bind-address=127.0.0.1",
    `--ssl-ca=${ca.certFile}`,
    `--ssl-cert=${certFile}`,
    `--ssl-key=${keyFile}`,
    "--event-scheduler=ON",
    ...SMALL,
    ...(options.args ?? []),
  ];
  if (options.user !== undefined) execFileSync("chown", ["-R", options.user, folder, dirname(keyFile)]);
  let child: ChildProcess | undefined;
  let starts = 0;

  async function end(signal: NodeJS.Signals): Promise<void> {
    const running = child;
    child = undefined;
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const exited = once(running, "exit");
    running.kill(signal);
    await exited;
  }

  const mariadb: Mariadb = {
    host: "localhost",
    port,
    socketPath,
    folder,
    ca,
    pid: () => child?.pid,
    start: async () => {
      const first = starts++ === 0 ? (options.firstArgs ?? []) : [];
      child = spawn("mariadbd", [...args, ...first], {
        env: ENVIRONMENT,
        stdio: ["ignore", "ignore", "pipe"],
      });
      await ready(child);
    },
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
    close: async () => {
      await end("SIGKILL");
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
  await mariadb.start().catch(async (error: unknown) => {
    await mariadb.close();
    throw error;
  });
  return mariadb;
}

/** Resolves when it says that it is ready; its log goes on being read, so that it never waits for us. */
function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = "";
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`mariadbd was not ready in ${START_MS} ms:\n${log}`));
    }, START_MS);
    const fail = (reason: unknown) => {
      clearTimeout(timer);
      reject(new Error(`mariadbd did not start (${reason}):\n${log}`));
    };
    child.once("error", fail);
    child.once("exit", fail);
    child.stderr?.on("data", (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-4000);
      if (!log.includes(READY)) return;
      clearTimeout(timer);
      resolve();
    });
  });
}

export async function freePort(): Promise<number> {
  for (let tries = 1; ; tries++) {
    const port = randomInt(PORTS.from, PORTS.to);
    const probe = createServer().listen(port, "127.0.0.1");
    try {
      await once(probe, "listening");
      await once(probe.close(), "close");
      return port;
    } catch (error) {
      if (tries === PORT_TRIES) throw error;
    }
  }
}
