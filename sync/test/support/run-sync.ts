/** Runs the built sync process, with a configuration file in a folder of its own. */
import { spawn } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { GatewayLogin, Mariadb } from "../../src/rig/index.ts";

const MAIN = fileURLToPath(new URL("../../dist/bundle/main.js", import.meta.url));

/** The section of a login, with its password in a file of this folder. */
export function syncSection(
  folder: string,
  login: GatewayLogin,
  mariadb: Mariadb,
  port = mariadb.port,
): string {
  const { user, password } = login.credentials;
  writeFileSync(join(folder, "password"), `${password}\n`);
  chmodSync(join(folder, "password"), 0o600);
  return `[sync]
user = "${user}"
password_file = "password"
hosts = ["127.0.0.1:${port}"]
server_name = "localhost"
ca = "${mariadb.ca.certFile}"
batch = 100
`;
}

export function startSyncProcess(folder: string, toml: string, env: Readonly<Record<string, string>> = {}) {
  const file = join(folder, "holdfast.toml");
  writeFileSync(file, toml);
  const child = spawn(process.execPath, [MAIN, "--config", file], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  const ended = new Promise<{ code: number | null; signal: string | null; output: string }>((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal, output }));
  });
  const ready = new Promise<Record<string, string>>((resolve) => {
    child.once("message", (message) => resolve(message as Record<string, string>));
  });
  return { child, ended, ready, output: () => output };
}
