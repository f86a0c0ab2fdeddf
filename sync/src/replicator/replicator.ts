/** The parts put together: cycles between one gateway and its central, from now on until it is closed. */
import { type Clock, systemClock } from "@holdfast/gateway/clock";
import type { Logger } from "@holdfast/gateway/log";
import type { Random } from "./backoff.ts";
import { CentralLine } from "./central-line.ts";
import { Cycle } from "./cycle.ts";
import { type Access, connectDatabase } from "./database-connection.ts";
import { gatewayOver, type SyncClient } from "./gateway.ts";
import { type Host, Hosts } from "./hosts.ts";
import { LifeLimit } from "./life-limit.ts";
import { Reporter } from "./reporter.ts";
import { followSchedule, phaseOf } from "./schedule.ts";
import { Scheduler } from "./scheduler.ts";

export interface ReplicatorOptions {
  readonly client: SyncClient;
  readonly hosts: readonly Host[];
  readonly access: Access;
  /** Five fields of cron. */
  readonly schedule: string;
  /** Events and rows in one exchange, at most. */
  readonly batch: number;
  readonly log: Logger;
  readonly clock?: Clock;
  readonly random?: Random;
}

export interface Replicator {
  /** How it is, in a few words. */
  readonly state: string;
  close(): void;
}

export function startReplicator(options: ReplicatorOptions): Replicator {
  const { client, access, batch, log, clock = systemClock, random = Math.random } = options;
  const gateway = gatewayOver(client);
  const hosts = new Hosts(options.hosts, clock, random);
  const central = new CentralLine({
    hosts,
    connect: (host) => connectDatabase(host, access),
    random,
    // The only one is told by the cycle that fails.
    onHost: (host, { code, message, hint }) =>
      log[options.hosts.length > 1 ? "warn" : "debug"]({ host, code, hint }, message),
  });
  const reporter = new Reporter({ gateway, clock, log, host: () => central.host });
  const cycle = new Cycle({ gateway, central, log, lives: new LifeLimit(clock), batch });
  const scheduler = new Scheduler({
    run: async () => {
      const { events, sequence, putAside } = await cycle.run();
      await reporter.worked(events, sequence, putAside);
    },
    onFailure: (problem, wait) => reporter.failed(problem, wait),
    clock,
    random,
  });
  const stopSchedule = followSchedule(options.schedule, phaseOf(access.user), clock, (due) => {
    if (!(due && scheduler.request("schedule"))) void reporter.repeat();
  });
  const ask = () => {
    central.wake();
    scheduler.request("asked");
  };
  let wasDown = false;
  const stopDue = client.follow("syncDue", () => ({}), {
    event: ({ data: { why } }) => (why === "asked" ? ask() : scheduler.request(why)),
    // The gateway is back, and knows nothing of us any more.
    up: () => {
      if (wasDown) scheduler.request("asked");
      wasDown = false;
    },
    down: ({ code }) => {
      wasDown = true;
      log.warn({ code }, "the gateway does not answer");
    },
  });
  scheduler.request("asked");
  return {
    get state() {
      return reporter.state;
    },
    close: () => {
      stopSchedule();
      stopDue();
      cycle.end();
      scheduler.close();
      central.close();
    },
  };
}
