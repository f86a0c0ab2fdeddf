/** An SMS service on loopback: what the gateway's webhook sends arrives here. */
import { once } from "node:events";
import { createServer } from "node:http";
import { onTestFinished } from "vitest";
import { eventually } from "./eventually.ts";

export class VirtualPhone {
  readonly texts: { to: string; text: string }[] = [];
  url = "";

  static async start(): Promise<VirtualPhone> {
    const phone = new VirtualPhone();
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      phone.texts.push(JSON.parse(Buffer.concat(chunks).toString("utf8")));
      response.end();
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no TCP address");
    phone.url = `http://127.0.0.1:${address.port}/sms`;
    return phone;
  }

  /** The PIN in the newest of at least so many messages. */
  async pin(messages = 1): Promise<string> {
    await eventually(() => this.texts.length >= messages, `message ${messages} arrives`);
    const pin = /PIN ([0-9]{4,8})$/.exec(this.texts.at(-1)?.text ?? "")?.[1];
    if (pin === undefined) throw new Error("no PIN in the newest message");
    return pin;
  }
}
