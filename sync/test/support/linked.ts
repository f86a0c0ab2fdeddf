/** A gateway in memory with a login and a way to central of its own. */
import type { Access, CentralLine, Cycle } from "../../src/replicator/index.ts";
import { FakeGateway, type GatewayLogin } from "../../src/rig/index.ts";
import { accessOf, cycleOf, lineTo } from "./replicate.ts";
import type { UsedCentral } from "./use-central.ts";

export interface Linked {
  readonly gateway: FakeGateway;
  readonly login: GatewayLogin;
  readonly line: CentralLine;
  readonly cycle: Cycle;
  /** Hosts that failed, and why. */
  readonly told: readonly string[];
}

export interface LinkOptions {
  readonly gateway?: FakeGateway;
  /** By default a new one. */
  readonly login?: GatewayLogin;
  readonly batch?: number;
  /** By default the server's own. */
  readonly ports?: readonly number[];
  readonly access?: Partial<Access>;
}

export async function link(test: UsedCentral, options: LinkOptions = {}): Promise<Linked> {
  const { gateway = new FakeGateway(), batch } = options;
  const login = options.login ?? (await test.login());
  const { mariadb } = test.central;
  const hosts = (options.ports ?? [mariadb.port]).map((port) => ({ host: "127.0.0.1", port }));
  const told: string[] = [];
  const line = lineTo(hosts, accessOf(login, mariadb, options.access), told);
  return { gateway, login, line, told, cycle: cycleOf(gateway, line, batch) };
}
