/** Which operator socket a command talks to. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { HoldfastError } from "../contract/index.ts";
import type { GlobalOptions } from "./global-options.ts";

const PLACES = ["data/operator.sock", "/run/holdfast/operator.sock"];

export async function findSocket({ socket, config }: GlobalOptions): Promise<string> {
  if (socket !== undefined) return resolve(socket);
  if (config !== undefined) return socketOf(resolve(config));
  const named = process.env["HOLDFAST_SOCKET"];
  if (named) return resolve(named);
  const found = PLACES.find((place) => existsSync(place));
  if (found !== undefined) return resolve(found);
  throw new HoldfastError("gateway_unreachable", {
    detail: `There is neither ${PLACES.join(" nor ")}; name the socket with --socket.`,
  });
}

async function socketOf(file: string): Promise<string> {
  const { operatorView, readConfiguration, sitePaths } = await import("../configuration/index.ts");
  return sitePaths(file, readConfiguration(file, operatorView()).gateway).operatorSocket;
}
