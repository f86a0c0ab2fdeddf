/** Sends bytes to a Unix socket and reads what comes back until the other side closes. */
import { connect } from "node:net";

export interface RawAnswer {
  status: number;
  head: string;
  body: string;
}

/** `end` closes our half after the bytes, as a client does that was cut off. */
export function sendRaw(
  path: string,
  bytes: string | Buffer,
  options: { end?: boolean } = {},
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    const chunks: Buffer[] = [];
    socket.once("connect", () => (options.end ? socket.end(bytes) : socket.write(bytes)));
    socket.on("data", (chunk) => chunks.push(chunk));
    // An answer may come before the other side has read all that we send.
    socket.on("error", (error) => chunks.length === 0 && reject(error));
    socket.on("close", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      const [head = "", ...body] = text.split("\r\n\r\n");
      resolve({ status: Number(head.split(" ")[1]), head, body: body.join("\r\n\r\n") });
    });
  });
}

export function httpRequest(
  line: string,
  headers: Readonly<Record<string, string | number>>,
  body: string | Buffer = "",
): Buffer {
  const fields = Object.entries({ Host: "gateway", Connection: "close", ...headers });
  const head = [`${line} HTTP/1.1`, ...fields.map(([name, value]) => `${name}: ${value}`)].join("\r\n");
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`), Buffer.from(body)]);
}

/** A POST of a body as it stands, with the headers that belong to it unless others are given. */
export function post(
  path: string,
  body: string | Buffer,
  headers: Record<string, string | number> = {},
): Buffer {
  const all = { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body), ...headers };
  return httpRequest(`POST ${path}`, all, body);
}

export function codeOf(answer: RawAnswer): string {
  return JSON.parse(answer.body).error.code;
}
