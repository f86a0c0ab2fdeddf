import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A message service that takes everything. */
export async function startMessageService(): Promise<{ port: number; close(): void }> {
  const server = createServer((request, response) => {
    request.resume();
    request.once("end", () => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { port: (server.address() as AddressInfo).port, close };
}
