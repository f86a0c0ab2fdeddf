/** What a cold start is compared with: nothing but Koa on a Unix socket. */
import { rmSync } from "node:fs";
import Koa from "koa";

const socket = process.argv[2] as string;
rmSync(socket, { force: true });
const app = new Koa();
app.use((context) => {
  context.body = "ok";
});
const server = app.listen(socket);
process.on("SIGTERM", () => {
  server.close();
  server.closeAllConnections();
});
