/** What commands share: the client of the gateway and the two ways to print. */
import type { Command } from "commander";
import type { GatewayClient } from "../client/index.ts";
import type { GlobalOptions } from "./global-options.ts";
import { findSocket } from "./socket.ts";

export interface Context {
  client: GatewayClient;
  /** One JSON document for programs, else what `forPeople` makes of it. */
  print<Data>(data: Data, forPeople: (data: Data) => string): void;
  json: boolean;
}

/** Runs the body of a command with a connection that is closed after it. */
export async function withGateway(
  command: Command,
  body: (context: Context) => Promise<void>,
): Promise<void> {
  const options = command.optsWithGlobals<GlobalOptions>();
  const socketPath = await findSocket(options);
  // Here and not above: `holdfast --help` needs neither the client nor the schemas.
  const { GatewayClient } = await import("../client/index.ts");
  const client = new GatewayClient({ socketPath });
  const json = options.json ?? false;
  try {
    await body({
      client,
      json,
      print: (data, forPeople) => {
        process.stdout.write(`${json ? JSON.stringify(data, null, 2) : forPeople(data)}\n`);
      },
    });
  } finally {
    client.close();
  }
}
