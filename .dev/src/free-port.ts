import { once } from "node:events";
import { createServer } from "node:net";

/** The wanted TCP port on loopback when it is free, else one that is. */
export async function freePort(wanted: number): Promise<number> {
  for (const port of [wanted, 0]) {
    const server = createServer();
    server.listen(port, "127.0.0.1");
    const free = await Promise.race([
      once(server, "listening").then(() => true),
      once(server, "error").then(() => false),
    ]);
    if (!free) continue;
    const address = server.address();
    server.close();
    await once(server, "close");
    if (address !== null && typeof address === "object") return address.port;
  }
  throw new Error("no free TCP port on loopback");
}
