/** The sync routes of the contract on a Unix socket, answered by a gateway in memory. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { HoldfastError, ROUTES, type Route } from "@holdfast/gateway/contract";
import { formatEvent } from "@holdfast/gateway/http";
import type { FakeGateway } from "./fake-gateway.ts";

export interface ServedGateway {
  /** Another one answers from now on. */
  use(gateway: FakeGateway): void;
  /** Says to who listens that a cycle is due. */
  ring(why: "asked" | "command" | "open"): void;
  /** How many listen. */
  readonly listeners: number;
  close(): Promise<void>;
}

export async function serveFakeGateway(first: FakeGateway, socketPath: string): Promise<ServedGateway> {
  let gateway = first;
  const streams = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    if (request.url === ROUTES.syncDue.path) {
      response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
      streams.add(response);
      response.once("close", () => streams.delete(response));
      return;
    }
    void answer(gateway, request).then(({ status, body }) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  });
  server.listen(socketPath);
  await once(server, "listening");
  return {
    use: (other) => {
      gateway = other;
    },
    ring: (why) => {
      for (const stream of streams) stream.write(formatEvent("due", { why }));
    },
    get listeners() {
      return streams.size;
    },
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

type Body = Record<string, never>;

const DONE = { done: true };

/** By name of the route. */
function carryOut(gateway: FakeGateway, name: string, body: Body): Promise<unknown> {
  switch (name) {
    case "syncLedger":
      return gateway.ledger();
    case "syncBatch":
      return gateway.batch(body as never);
    case "syncPlaces":
      return gateway.places(body["sequences"] as never);
    case "syncKept":
      return gateway.kept(body as never).then(() => DONE);
    case "syncCommands":
      return gateway.commands(body["commands"] as never).then(() => DONE);
    case "syncNewLife":
      return gateway.newLife(body as never);
    case "syncReport":
      return gateway.report(body as never).then(() => DONE);
    default:
      throw new HoldfastError("not_found");
  }
}

async function answer(
  gateway: FakeGateway,
  request: IncomingMessage,
): Promise<{ status: number; body: unknown }> {
  try {
    const [name, route] = Object.entries<Route>(ROUTES).find(([, { path }]) => path === request.url) ?? [];
    if (name === undefined || route === undefined) throw new HoldfastError("not_found");
    const chunks = await request.toArray();
    const given = chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString());
    const result = await carryOut(gateway, name, (route.body?.parse(given) ?? {}) as Body);
    return { status: 200, body: route.response?.parse(result) };
  } catch (error) {
    const told =
      error instanceof HoldfastError ? error : new HoldfastError("internal", { detail: String(error) });
    return { status: told.status, body: told.toProblem() };
  }
}
