import { once } from "node:events";
import type { Server } from "node:net";
import { VirtualError } from "./virtual-error.ts";

/** Listens and resolves with the port; what people can do about a refusal is said. */
export async function listen(server: Server, host: string, port: number): Promise<number> {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (cause) {
    throw refused(host, port, cause);
  }
  const address = server.address();
  return address !== null && typeof address === "object" ? address.port : port;
}

function refused(host: string, port: number, cause: unknown): VirtualError {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  const error =
    code === "EADDRINUSE"
      ? new VirtualError(
          "PORT_IN_USE",
          `port ${port} on ${host} is in use`,
          "End the other program or choose another port.",
          true,
        )
      : new VirtualError(
          "PORT_REFUSED",
          `cannot listen on ${host}:${port} (${code})`,
          "Choose another address or port.",
        );
  return Object.assign(error, { cause });
}
