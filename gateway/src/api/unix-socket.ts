/** Listens on a Unix socket whose file appears with its final mode; leftovers of a dead process are removed. */
import { lstatSync, unlinkSync } from "node:fs";
import type { Server } from "node:http";
import { connect } from "node:net";
import { StartupError } from "../startup-error.ts";

/** sun_path of unix(7) with its closing zero. Node would cut a longer one without a word. */
const LONGEST_PATH = 107;

export async function listenOnSocket(server: Server, path: string, mode: number): Promise<void> {
  if (Buffer.byteLength(path) > LONGEST_PATH) {
    throw new StartupError(
      "socket_unusable",
      `${path} is longer than the ${LONGEST_PATH} bytes of a socket's path.`,
    );
  }
  await removeLeftover(path);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(unusable(path, error)));
    // bind(2) makes the file, within listen(): there is no moment at which others could connect.
    const before = process.umask(0o777 & ~mode);
    try {
      server.listen(path, resolve);
    } finally {
      process.umask(before);
    }
  });
}

async function removeLeftover(path: string): Promise<void> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isSocket()) throw new StartupError("socket_unusable", `${path} exists and is no socket.`);
  if (await answers(path)) throw new StartupError("socket_in_use", `Something answers on ${path}.`);
  try {
    unlinkSync(path);
  } catch (error) {
    throw unusable(path, error);
  }
}

/** Whether a process listens there. Only a refusal says that none does; doubt leaves the file alone. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code !== "ECONNREFUSED"));
  });
}

function unusable(path: string, error: unknown): StartupError {
  const reason = error instanceof Error ? error.message : String(error);
  return new StartupError("socket_unusable", `Cannot listen on ${path}: ${reason}`, { cause: error });
}
