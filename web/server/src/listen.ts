/** Listens on a TCP port, or says in words why that cannot be. */
import type { Server } from "node:http";
import { StartupError } from "@holdfast/gateway/startup-error";

export function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") {
        reject(new StartupError("port_in_use", `Port ${port} on ${host} is taken.`, { cause: error }));
      } else {
        reject(new StartupError("port_unusable", `Cannot listen on ${host}:${port}: ${error.message}`));
      }
    });
    server.listen(port, host, resolve);
  });
}
