/** Serves the built page and a scripted site as web/server does: same addresses, same security headers. */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { HoldfastError, ROUTES, type Route, type RouteName } from "@holdfast/gateway/contract";
import { type BuiltFile, builtPage } from "./built-page.ts";
import type { ScriptedSite } from "./scripted-site.ts";

/** Allows what stands inside of the page by its hash, and nothing else that is inline. */
function contentPolicy(files: Map<string, BuiltFile>): string {
  const page = String(files.get("/")?.plain);
  const hash = (inline: RegExp) => {
    const text = inline.exec(page)?.[1] ?? "";
    return `'self' 'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  };
  const [style, script] = [hash(/<style>(.*?)<\/style>/s), hash(/<script>(.*?)<\/script>/s)];
  return `default-src 'self'; img-src 'self' data:; style-src ${style}; script-src ${script}`;
}

export class TestServer {
  readonly site: ScriptedSite;
  readonly #files: Map<string, BuiltFile>;
  readonly #policy: string;
  readonly #server: Server;
  readonly #streams = new Set<ServerResponse>();
  /** Cuts every connection and refuses new ones, as a server that is gone. */
  #away = false;
  #hold: Promise<void> | undefined;
  #loseAnswer: RouteName | undefined;

  private constructor(site: ScriptedSite, files: Map<string, BuiltFile>) {
    this.site = site;
    this.#files = files;
    this.#policy = contentPolicy(files);
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch(() => response.destroy());
    });
    site.onCabinet = (cabinet) => this.send("cabinet", cabinet);
  }

  static async start(site: ScriptedSite): Promise<TestServer> {
    const server = new TestServer(site, await builtPage());
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  send(event: string, data: unknown): void {
    for (const stream of this.#streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  goAway(): void {
    this.#away = true;
    this.#server.closeAllConnections();
  }

  comeBack(): void {
    this.#away = false;
  }

  /** The next request of this route is carried out, but its answer never arrives. */
  loseAnswer(route: RouteName): void {
    this.#loseAnswer = route;
  }

  /** Answers wait until the returned function is called. */
  hold(): () => void {
    let release = () => {};
    this.#hold = new Promise((resolve) => {
      release = resolve;
    });
    return () => {
      this.#hold = undefined;
      release();
    };
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#away) {
      request.socket.destroy();
      return;
    }
    response.setHeader("Content-Security-Policy", this.#policy);
    const path = new URL(request.url ?? "/", this.url).pathname;
    const file = this.#files.get(path);
    if (file) this.#sendFile(file, request, response);
    else if (path === "/api/v1/live") this.#openStream(response);
    else await this.#sendAnswer(path, request, response);
  }

  #sendFile(file: BuiltFile, request: IncomingMessage, response: ServerResponse): void {
    response.setHeader("Content-Type", file.type);
    const zipped = String(request.headers["accept-encoding"]).includes("gzip") ? file.gzip : undefined;
    if (zipped) response.setHeader("Content-Encoding", "gzip");
    response.end(zipped ?? file.plain);
  }

  #openStream(response: ServerResponse): void {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    response.write(`event: state\ndata: ${JSON.stringify(this.site.state)}\n\n`);
    this.#streams.add(response);
    response.on("close", () => this.#streams.delete(response));
  }

  async #sendAnswer(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const found = match(request.method ?? "", path);
    const body = await readJson(request);
    await this.#hold;
    response.setHeader("Content-Type", "application/json");
    try {
      if (!found) throw new HoldfastError("not_found");
      const [name, params] = found;
      const route: Route = ROUTES[name];
      const answer = this.site.answer({
        route: name,
        params: route.params?.parse(params) ?? {},
        body: route.body?.parse(body) ?? {},
      });
      if (this.#loseAnswer === name) {
        this.#loseAnswer = undefined;
        // Cut within the body: a connection that ends without a byte is silently tried again by browsers.
        response.write("{", () => response.destroy());
        return;
      }
      response.end(JSON.stringify(route.response?.parse(answer)));
    } catch (error) {
      const problem = error instanceof HoldfastError ? error : new HoldfastError("bad_request");
      response.statusCode = problem.status;
      response.end(JSON.stringify(problem.toProblem()));
    }
  }
}

function match(method: string, path: string): [RouteName, Record<string, string>] | undefined {
  for (const [name, route] of Object.entries(ROUTES)) {
    if (route.audience !== "customer" || route.method !== method.toLowerCase()) continue;
    const pattern = new RegExp(`^/api${route.path.replace(/:([a-z]+)/g, "(?<$1>[^/]+)")}$`);
    const found = pattern.exec(path);
    if (found) return [name as RouteName, { ...found.groups }];
  }
  return undefined;
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : undefined;
}
