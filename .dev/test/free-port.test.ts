import { once } from "node:events";
import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "../src/index.ts";

test("a port that is free is given as it is wanted", async () => {
  const port = await freePort(0);
  expect(await freePort(port)).toBe(port);
});

test("instead of a port that is taken another one is given", async () => {
  const server = createServer();
  onTestFinished(() => void server.close());
  const taken = await freePort(0);
  server.listen(taken, "127.0.0.1");
  await once(server, "listening");
  expect(await freePort(taken)).not.toBe(taken);
});
