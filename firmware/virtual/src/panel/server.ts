import { createServer } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";
import type { Tone } from "../board/buzzer.ts";
import { F_CPU } from "../board/core.ts";
import type { VirtualCabinet } from "../cabinet.ts";
import { listen } from "../listen.ts";
import type { RealTimeRunner } from "../pacing.ts";
import { VirtualError } from "../virtual-error.ts";
import { CommandRunner, parseCommand } from "./commands.ts";
import { readPageFiles } from "./files.ts";
import type { GatewaySwitch } from "./gateway-switch.ts";
import { Guard } from "./guard.ts";
import { answerHttp } from "./http.ts";
import { SmsService } from "./sms.ts";
import { type PanelParts, PanelReader } from "./state.ts";

export interface PanelOptions {
  readonly cabinet: VirtualCabinet;
  readonly runner: RealTimeRunner;
  readonly port?: number;
  readonly host?: string;
  /** The customer's page, shown in a frame; it may be of another port. */
  readonly customerUrl?: string | undefined;
  readonly gateway?: GatewaySwitch | undefined;
}

export interface Panel {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const FRAME_MS = 33;
const COMMAND_LIMIT = 512;
const VISITORS_LIMIT = 16;
const TONES_LIMIT = 64;
/** A visitor whose browser falls so far behind gets the whole state when it has caught up, and no changes until then. */
const UNSENT_LIMIT = 65_536;

/** Serves the one page of the virtual cabinet. */
export async function startPanel(options: PanelOptions): Promise<Panel> {
  const { cabinet, runner, customerUrl, gateway, host = "127.0.0.1", port = 0 } = options;
  const parts: PanelParts = { cabinet, sms: new SmsService(), gateway, customerUrl };
  const guard = new Guard(host);
  const http = { files: readPageFiles(), guard, sms: parts.sms, frameOrigin: frameOrigin(customerUrl) };
  const server = createServer((request, response) => {
    // Who goes away in the middle of a request gets no answer.
    answerHttp(http, request, response).catch(() => response.destroy());
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: COMMAND_LIMIT });
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    if (guard.allowsHost(request) && guard.allowsOrigin(request) && sockets.clients.size < VISITORS_LIMIT)
      sockets.handleUpgrade(request, socket, head, (client) => sockets.emit("connection", client));
    else socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
  });
  const actualPort = await listen(server, host, port);
  const stop = showTo(sockets, parts, runner);
  return {
    url: `http://${host}:${actualPort}/`,
    port: actualPort,
    async close() {
      stop();
      parts.sms.letGo();
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function frameOrigin(customerUrl: string | undefined): string {
  if (customerUrl === undefined) return "'none'";
  if (!URL.canParse(customerUrl) || !/^https?:$/.test(new URL(customerUrl).protocol))
    throw new VirtualError(
      "BAD_OPTION",
      "the customer's page has no good URL",
      "Give one that starts with http:// or https://.",
    );
  return new URL(customerUrl).origin;
}

function withTones(changes: object | undefined, tones: readonly Tone[]): object | undefined {
  if (tones.length === 0) return changes;
  return {
    ...changes,
    tones: tones.map(({ cycle, hertz }) => ({ at: cycle / F_CPU, hertz: Math.round(hertz) })),
  };
}

/** Lets visitors see and act; returns what ends it. */
function showTo(sockets: WebSocketServer, parts: PanelParts, runner: RealTimeRunner): () => void {
  const reader = new PanelReader(parts);
  const commands = new CommandRunner(parts);
  const behind = new WeakSet<WebSocket>();

  const show = (client: WebSocket, changes: object | undefined): void => {
    if (client.bufferedAmount > UNSENT_LIMIT) behind.add(client);
    else if (behind.delete(client)) client.send(JSON.stringify({ type: "state", ...reader.whole }));
    else if (changes !== undefined) client.send(JSON.stringify({ type: "change", ...changes }));
  };
  // Clicks are shorter than a frame: every tone goes out with its time.
  let tones: Tone[] = [];
  parts.cabinet.buzzer.onChange = (tone) => {
    if (tones.length < TONES_LIMIT) tones.push(tone);
  };
  const timer = setInterval(() => {
    const changes = withTones(reader.changes(), tones);
    tones = [];
    for (const client of sockets.clients) show(client, changes);
  }, FRAME_MS);

  sockets.on("connection", (client: WebSocket) => {
    behind.add(client);
    show(client, undefined);
    client.on("message", (data, isBinary) => {
      const command = isBinary ? undefined : parseCommand(String(data), parts.cabinet.lockers);
      if (command === undefined) {
        client.close(1008, "no command");
        return;
      }
      runner.catchUp();
      commands.run(command);
    });
    client.on("error", () => client.terminate());
    client.on("close", () => commands.releaseAll());
  });
  return () => {
    clearInterval(timer);
    parts.cabinet.buzzer.onChange = undefined;
    commands.close();
  };
}
