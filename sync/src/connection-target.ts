/**
 * Where a server is and whom its certificate must name, as options of mysql2. That checks the name of a host only when it
 * is a name (for an address it would compare with "localhost"), so an address needs `serverName`.
 */
import { connect, isIP } from "node:net";
import type { ConnectionOptions } from "mysql2/promise";

export interface ServerAddress {
  /** A name, or an address together with `serverName`. */
  readonly host: string;
  readonly port: number;
  /** The name in the certificate, where it is not `host`. */
  readonly serverName?: string;
  /** PEM of the authority that signed the server's certificate; else the authorities that Node knows are asked. */
  readonly ca?: string;
}

/** Undefined for an address without a name to check. */
export function connectionTarget({
  host,
  port,
  serverName,
  ca,
}: ServerAddress): ConnectionOptions | undefined {
  const name = serverName ?? host;
  if (isIP(name) !== 0) return undefined;
  return {
    host: name,
    port,
    ...(name === host ? {} : { stream: () => connect({ host, port, noDelay: true, keepAlive: true }) }),
    ssl: { verifyIdentity: true, minVersion: "TLSv1.2", ...(ca === undefined ? {} : { ca }) },
  };
}
