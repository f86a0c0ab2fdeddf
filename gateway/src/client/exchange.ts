/** One HTTP request over a Unix socket; failures come out as HoldfastError. */
import { Agent, type ClientRequest, type IncomingMessage, request } from "node:http";
import { HoldfastError } from "../contract/index.ts";

export interface Exchange {
  socketPath: string;
  method: string;
  path: string;
  body?: unknown;
  /** Milliseconds without a byte after which the connection counts as dead. */
  idle: number;
  signal: AbortSignal;
}

/** No kept connections: one that the server closes just then would leave open whether a request was carried out. */
const agent = new Agent({ keepAlive: false });

/** Errors of connect(2) on a Unix socket: the request was not sent. */
const NOT_CONNECTED = new Set(["ECONNREFUSED", "ENOENT", "EACCES", "ENOTSOCK", "EAGAIN", "ENOTDIR", "EPERM"]);

export function send(exchange: Exchange): Promise<IncomingMessage> {
  const { socketPath, method, path, body, idle, signal } = exchange;
  const text = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const req: ClientRequest = request({
      socketPath,
      method,
      path,
      agent,
      timeout: idle,
      signal,
      headers: {
        host: "gateway",
        ...(text !== undefined && {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(text),
        }),
      },
    });
    req.once("response", resolve);
    req.once("timeout", () => req.destroy(new Error(`no byte within ${idle} ms`)));
    req.on("error", (error) => reject(toHoldfastError(error, method)));
    req.end(text);
  });
}

/** After a request that changes something was sent, only a later look can tell whether it was carried out. */
export function toHoldfastError(error: NodeJS.ErrnoException, method: string): HoldfastError {
  if (error instanceof HoldfastError) return error;
  const sent = !NOT_CONNECTED.has(error.code ?? "");
  const code = sent && method === "POST" ? "result_unknown" : "gateway_unreachable";
  return new HoldfastError(code, {}, { cause: error });
}
