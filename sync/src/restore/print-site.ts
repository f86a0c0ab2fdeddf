/** Prints what central has of the site of a configuration file, with the site's own login. */
import { once } from "node:events";
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { systemClock } from "@holdfast/gateway/clock";
import { readConfiguration } from "@holdfast/gateway/configuration";
import { StartupError } from "@holdfast/gateway/startup-error";
import { splitHost, syncConfiguration } from "../configuration.ts";
import { CentralLine, connectDatabase, Hosts, SyncProblem } from "../replicator/index.ts";
import { accessOf } from "../start-sync.ts";
import type { Exchange } from "./own-rows.ts";
import { readSite } from "./read-site.ts";

/** A page is asked for again when its connection broke, with the next host. */
const TRIES = 3;
const AGAIN_MS = 500;
const EXIT_UNREACHABLE = 3;
const EXIT_FORBIDDEN = 77;

/** `file`: a configuration file with [sync]. Each line is one JSON object. */
export async function printSite(file: string, output: NodeJS.WritableStream): Promise<void> {
  const line = lineOf(file);
  try {
    for await (const row of readSite((request) => exchange(line, request))) {
      // No pipeline, which would end the output with our error, and then nobody could tell it.
      if (!output.write(`${JSON.stringify(row)}\n`)) await once(output, "drain");
    }
  } finally {
    line.close();
  }
}

function lineOf(file: string): CentralLine {
  const { sync } = readConfiguration(file, syncConfiguration());
  if (sync === undefined) throw new StartupError("sync_off", `${file} has no section [sync].`);
  const access = accessOf(sync, dirname(file));
  const hosts = new Hosts(sync.hosts.map(splitHost), systemClock, Math.random);
  return new CentralLine({ hosts, connect: (host) => connectDatabase(host, access), random: Math.random });
}

async function exchange(line: CentralLine, request: Parameters<Exchange>[0]): ReturnType<Exchange> {
  for (let tries = 1; ; tries++) {
    try {
      return await line.exchange(request);
    } catch (error) {
      if (!(error instanceof SyncProblem)) throw error;
      if (tries >= TRIES || error.cure !== "other_host") throw told(error);
      await pause(AGAIN_MS);
      line.wake();
    }
  }
}

/** As the command line tells errors: with an exit code. */
function told(problem: SyncProblem): SyncProblem {
  return Object.assign(problem, { exitCode: problem.cure === "person" ? EXIT_FORBIDDEN : EXIT_UNREACHABLE });
}
