import { once } from "node:events";
import { createServer } from "node:net";

/** The wanted TCP port on loopback when it is free, else one that is. */
export async function freePort(wanted: number): Promise<number> {
  return (
    (await portIfFree(wanted)) ?? (await portIfFree(0)) ?? Promise.reject(new Error("no TCP port is free"))
  );
}

async function portIfFree(port: number): Promise<number | undefined> {
  const server = createServer();
  server.listen(port, "127.0.0.1");
  try {
    // Rejects with the error that the server emits instead.
    await once(server, "listening");
  } catch {
    return undefined;
  }
  const address = server.address();
  server.close();
  await once(server, "close");
  return address !== null && typeof address === "object" ? address.port : undefined;
}
