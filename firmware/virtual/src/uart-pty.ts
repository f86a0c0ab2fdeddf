import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, openSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { VirtualError } from "./virtual-error.ts";

const READY_MS = 3000;
const LOOK_MS = 20;
const END_MS = 1000;

export interface Pty {
  readonly path: string;
  /** The device vanishes, as when a USB cable is pulled. */
  close(): Promise<void>;
}

function failed(path: string, why: string): VirtualError {
  return new VirtualError(
    "PTY_FAILED",
    `no pty at ${path}: ${why}`,
    "Choose a path in a folder that you may write.",
  );
}

/** Opens the slave side without making it our controlling terminal; undefined while it is not there. */
function openSlave(path: string): number | undefined {
  try {
    return openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
}

async function started(child: ChildProcess, path: string): Promise<number> {
  let ended = "";
  child.once("exit", (code, signal) => {
    ended = `socat ended with ${signal ?? code}`;
  });
  for (let waited = 0; waited < READY_MS; waited += LOOK_MS) {
    // The pty lives on while nobody uses it only because we keep it open too: else socat would end with its first user.
    const slave = openSlave(path);
    if (slave !== undefined) return slave;
    if (ended !== "") throw failed(path, ended);
    await delay(LOOK_MS);
  }
  throw failed(path, "socat did not make it in time");
}

/** Gives a UART on TCP a device name. Node cannot make a pty; socat can, and is a child that we own. */
export async function openPty({ path, port }: { path: string; port: number }): Promise<Pty> {
  const child = spawn("socat", [`PTY,link=${path},raw,echo=0`, `TCP:127.0.0.1:${port},nodelay`], {
    stdio: "ignore",
  });
  try {
    await once(child, "spawn");
  } catch (cause) {
    throw Object.assign(
      new VirtualError(
        "NO_SOCAT",
        "a pty needs socat, which cannot be started",
        "Install it: sudo apt-get install socat",
      ),
      { cause },
    );
  }
  child.on("error", () => child.kill("SIGKILL"));
  let slave: number;
  try {
    slave = await started(child, path);
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  const exit = child.exitCode === null ? once(child, "exit") : undefined;
  let closed = false;
  return {
    path,
    async close() {
      if (closed) return;
      closed = true;
      closeSync(slave);
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), END_MS);
      await exit;
      clearTimeout(timer);
    },
  };
}
