import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** How long a process may take to end by itself, in ms; the gateway promises 2 s. */
const END_WITHIN = 4000;
/** How long a process may take to say that it is ready, in ms. */
const READY_WITHIN = 60_000;
/** How much of what a quiet process complained about is told, in characters. */
const LAST_WORDS = 1000;

export interface ReadyMessage {
  type: "ready";
  /** Where a browser finds it, for the processes that serve pages. */
  url?: string;
  /** Of a gateway that syncs. */
  syncSocket?: string;
}

/** Starts one of holdfast's processes and resolves when it says over IPC that it is ready. */
export async function startChild(
  entry: string,
  args: string[],
  { execPath = process.execPath, quiet = false } = {},
): Promise<{ child: ChildProcess; ready: ReadyMessage }> {
  const path = fileURLToPath(new URL(`../../${entry}`, import.meta.url));
  const output = quiet ? "ignore" : "inherit";
  const child = fork(path, args, {
    execPath,
    execArgv: [],
    stdio: ["ignore", output, quiet ? "pipe" : "inherit", "ipc"],
  });
  let lastWords = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    lastWords = (lastWords + text).slice(-LAST_WORDS);
  });
  const ready = await new Promise<ReadyMessage>((resolve, reject) => {
    const fail = (why: string) => {
      clearTimeout(timer);
      reject(new Error(`${entry} ${why}${lastWords && `: ${lastWords.trim()}`}`));
    };
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      fail("did not get ready");
    }, READY_WITHIN);
    child.on("message", (message: { type?: string }) => {
      if (message.type !== "ready") return;
      clearTimeout(timer);
      resolve(message as ReadyMessage);
    });
    child.once("exit", (code, signal) => fail(`ended with ${signal ?? code} before it was ready`));
  });
  return { child, ready };
}

/** Ends a process: SIGTERM, and SIGKILL when it does not follow in time. */
export async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  const timer = setTimeout(() => child.kill("SIGKILL"), END_WITHIN);
  child.kill("SIGTERM");
  await ended;
  clearTimeout(timer);
}
