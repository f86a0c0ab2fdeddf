/** A local HTTP service for messages that answers as a test wants. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface SmsRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, unknown>;
  readonly body: string;
}

export type Answer = (response: ServerResponse, request: SmsRequest) => void;

export interface SmsService {
  readonly url: string;
  readonly requests: SmsRequest[];
  answer: Answer;
}

export function status(code: number): Answer {
  return (response) => response.writeHead(code).end("the body of the answer");
}

export async function startSmsService(answer: Answer = status(200)): Promise<SmsService> {
  const requests: SmsRequest[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const { method = "", url = "", headers } = request;
    const seen = { method, url, headers, body };
    requests.push(seen);
    service.answer(response, seen);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const service: SmsService = { url: `http://127.0.0.1:${port}/send?v=1`, requests, answer };
  return service;
}
