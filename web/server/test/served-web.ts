/** Web with a small page in front of the gateway's real API on a real socket, closed after the test. */
import { mkdirSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { GatewayClient } from "@holdfast/gateway/client";
import { closeServer, createBoundedServer, EventStreams, type StreamLimits } from "@holdfast/gateway/http";
import pino from "pino";
import { onTestFinished } from "vitest";
import { serveMemorySite, temporaryFolder } from "../../../gateway/test/support/served-site.ts";
import { createApp } from "../src/app.ts";
import { type WebSection, webConfiguration } from "../src/configuration.ts";
import { listen } from "../src/listen.ts";
import { LiveFanout } from "../src/live-fanout.ts";

export const SCRIPT = `console.log("${"holdfast ".repeat(50)}");`;

export function makePage(): string {
  const page = join(temporaryFolder(), "page");
  mkdirSync(join(page, "assets"), { recursive: true });
  writeFileSync(join(page, "index.html"), "<!doctype html><title>holdfast</title>");
  writeFileSync(join(page, "assets", "index-abc123.js"), SCRIPT);
  writeFileSync(join(page, "assets", "index-abc123.js.gz"), gzipSync(SCRIPT));
  writeFileSync(join(page, "assets", "index-abc123.js.br"), brotliCompressSync(SCRIPT));
  return page;
}

export interface ServeWebOptions {
  web?: Partial<WebSection>;
  streamLimits?: StreamLimits;
  /** Use another socket than that of a running gateway. */
  socketPath?: string;
}

export async function serveWeb(options: ServeWebOptions = {}) {
  const gateway = await serveMemorySite();
  const logged: string[] = [];
  const log = pino({ level: "debug" }, { write: (line: string) => void logged.push(line) });
  const { web } = webConfiguration().parse({
    web: { requests_a_second: 1000, door_requests_a_minute: 1000 },
  });
  const client = new GatewayClient({
    socketPath: options.socketPath ?? gateway.publicSocket,
    backoff: { first: 5, longest: 20 },
  });
  const live = new LiveFanout(
    new EventStreams(options.streamLimits ?? { streams: 10, buffered: 65_536, heartbeat: 15_000 }),
  );
  const app = createApp({ web: { ...web, ...options.web }, client, live, log, page: makePage() });
  const server = createBoundedServer(app.callback(), { connections: 50 });
  await listen(server, "127.0.0.1", 0);
  live.start(client);
  const { port } = server.address() as AddressInfo;
  onTestFinished(async () => {
    live.close();
    client.close();
    await closeServer(server, 100);
  });
  const url = `http://127.0.0.1:${port}`;
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(url + path, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  return { gateway, url, port, post, logged };
}

/** A GET whose headers are exactly these; fetch adds and decodes. */
export function rawGet(port: number, path: string, headers: Record<string, string> = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>(
    (resolve, reject) => {
      const req = request({ host: "127.0.0.1", port, path, headers, agent: false }, async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk as Buffer);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
      });
      req.once("error", reject);
      req.end();
    },
  );
}

/** Reads server-sent events of a URL one by one. */
export async function openEvents(url: string) {
  const controller = new AbortController();
  onTestFinished(() => controller.abort());
  const response = await fetch(url, { signal: controller.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  const next = async (): Promise<{ kind: string; data: unknown }> => {
    for (;;) {
      const end = rest.indexOf("\n\n");
      if (end >= 0) {
        const [event = "", data = ""] = rest.slice(0, end).split("\n");
        rest = rest.slice(end + 2);
        if (event.startsWith("event: ")) return { kind: event.slice(7), data: JSON.parse(data.slice(6)) };
        continue;
      }
      const read = await reader?.read();
      if (!read || read.done) throw new Error("the stream ended");
      rest += read.value;
    }
  };
  return { response, next, close: () => controller.abort() };
}
