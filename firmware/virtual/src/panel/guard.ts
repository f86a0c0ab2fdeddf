import type { IncomingMessage } from "node:http";

/**
 * The panel opens doors and shows PINs without a password, as it listens on loopback only. A page of the internet may still
 * make a visitor's browser call it: by a name that resolves to 127.0.0.1 (DNS rebinding, seen in Host), or by a WebSocket,
 * which the same-origin policy does not hold back (seen in Origin).
 */
const LOCAL_HOSTS = new Set(["localhost", "127.0.0.1", "[::1]"]);

export class Guard {
  private readonly hosts: ReadonlySet<string>;

  constructor(boundTo: string) {
    this.hosts = new Set([...LOCAL_HOSTS, boundTo]);
  }

  allowsHost(request: IncomingMessage): boolean {
    return this.hosts.has(hostname(`http://${request.headers.host ?? ""}`) ?? "");
  }

  /** A browser sends Origin with every WebSocket and cross-site POST; other programs need not. */
  allowsOrigin(request: IncomingMessage): boolean {
    const { origin, host } = request.headers;
    return origin === undefined || origin === `http://${host}`;
  }
}

function hostname(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}
