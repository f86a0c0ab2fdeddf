import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { serialTransport } from "../../src/link/serial-transport.ts";
import { watch } from "../support/byte-stream.ts";
import { temporaryFolder } from "../support/test-site.ts";

/** A cable between two pseudo terminals; killing it unplugs both ends. */
async function cable(): Promise<{ here: string; there: string; unplug(): void }> {
  const folder = temporaryFolder();
  const [here, there] = [join(folder, "here"), join(folder, "there")];
  const options = "raw,echo=0";
  const socat: ChildProcess = spawn("socat", [`pty,${options},link=${here}`, `pty,${options},link=${there}`]);
  onTestFinished(() => {
    socat.kill("SIGKILL");
  });
  await vi.waitUntil(() => existsSync(here) && existsSync(there), { timeout: 20_000, interval: 5 });
  return { here, there, unplug: () => socat.kill("SIGKILL") };
}

test("carries bytes both ways", async () => {
  const { here, there } = await cable();
  const one = watch(serialTransport(here));
  const other = watch(serialTransport(there));
  await one.until(() => one.opened === 1 && other.opened === 1);
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  one.write(bytes);
  other.write(bytes);
  await one.until(() => one.bytes.length === 256 && other.bytes.length === 256);
  expect([...other.bytes]).toEqual([...bytes]);
  expect([...one.bytes]).toEqual([...bytes]);
  one.close();
  other.close();
  await one.until(() => one.closed.length === 1 && other.closed.length === 1);
});

test("tells once when it is unplugged, and survives being written to afterwards", async () => {
  const { here, unplug } = await cable();
  const stream = watch(serialTransport(here));
  await stream.until(() => stream.opened === 1);
  unplug();
  await stream.until(() => stream.closed.length === 1);
  stream.write(new Uint8Array([1]));
  stream.close();
  expect(stream.closed).toHaveLength(1);
});

test("tells once when there is no such device", async () => {
  const stream = watch(serialTransport("/dev/holdfast-is-not-there"));
  stream.write(new Uint8Array([1]));
  await stream.until(() => stream.closed.length === 1);
  expect(stream.opened).toBe(0);
  expect(stream.closed[0]).toMatch(/no such file/i);
});

test("does not share a port", async () => {
  const { here } = await cable();
  const one = watch(serialTransport(here));
  await one.until(() => one.opened === 1);
  const two = watch(serialTransport(here));
  await two.until(() => two.closed.length === 1);
  expect(two.opened).toBe(0);
  one.close();
  await one.until(() => one.closed.length === 1);
});

test("can be closed while it opens, and opened again", async () => {
  const { here } = await cable();
  const early = watch(serialTransport(here));
  early.close();
  expect(early.closed).toHaveLength(1);
  const stream = watch(serialTransport(here));
  await stream.until(() => stream.opened === 1);
  expect(early.opened).toBe(0);
  stream.close();
  await stream.until(() => stream.closed.length === 1);
});
