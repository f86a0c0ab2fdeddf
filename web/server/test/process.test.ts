import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../../../gateway/test/support/served-site.ts";

const MAIN = fileURLToPath(new URL("../dist/bundle/main.js", import.meta.url));

function startWeb(toml: string) {
  const file = join(temporaryFolder(), "holdfast.toml");
  writeFileSync(file, toml);
  const child = spawn(process.execPath, [MAIN, "--config", file], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
    child.once("close", (code) => resolve({ code, output }));
  });
  return { child, ended };
}

function readyOf(child: ChildProcess): Promise<{ type: string; url: string }> {
  return new Promise((resolve) => child.once("message", (message) => resolve(message as never)));
}

test.each(["SIGTERM", "SIGINT"] as const)(
  "it tells its parent when it is ready, and ends cleanly on %s",
  async (signal) => {
    const { child, ended } = startWeb('[web]\nlisten = "127.0.0.1:0"');
    const ready = await readyOf(child);
    expect(ready).toMatchObject({ type: "ready", url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
    expect((await fetch(ready.url)).status).toBe(200);
    // A browser with an open stream does not keep it.
    const stream = await fetch(`${ready.url}/api/v1/live`);
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 0 });
    await stream.text();
  },
);

test("it ends when its parent is gone", async () => {
  const { child } = startWeb('[web]\nlisten = "127.0.0.1:0"');
  await readyOf(child);
  const exited = once(child, "exit");
  child.disconnect();
  expect(await exited).toEqual([0, null]);
});

test("a port that is taken is a clear error", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  const { code, output } = await startWeb(`[web]\nlisten = "127.0.0.1:${port}"`).ended;
  expect(code).toBe(75);
  expect(output).toContain(`error port_in_use: Port ${port} on 127.0.0.1 is taken.\nhint: `);
});

test("an address that this machine does not have is a clear error", async () => {
  const { code, output } = await startWeb('[web]\nlisten = "192.0.2.1:8080"').ended;
  expect(code).toBe(77);
  expect(output).toContain("error port_unusable: ");
});

test("mistakes in the configuration are named, each on a line", async () => {
  const { code, output } = await startWeb('[web]\nlisten = "8080"\nframe_ancestor = []\n[mesages]').ended;
  expect(code).toBe(78);
  expect(output).toContain('holdfast.toml: web.listen: must be "address:port"');
  expect(output).toContain("holdfast.toml: web.frame_ancestor: unknown key; did you mean frame_ancestors?");
  expect(output).toContain("holdfast.toml: mesages: unknown key; did you mean messages?");
});
