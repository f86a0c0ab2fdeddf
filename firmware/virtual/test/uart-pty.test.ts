import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SerialPort } from "serialport";
import { expect, onTestFinished, test } from "vitest";
import { openPty } from "../src/index.ts";
import { startEcho } from "./support/echo-server.ts";

async function startPty() {
  const { uart } = await startEcho();
  const folder = mkdtempSync(join(tmpdir(), "holdfast-pty-"));
  const pty = await openPty({ path: join(folder, "tty"), port: uart.port });
  onTestFinished(async () => {
    await pty.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return pty;
}

async function open(path: string): Promise<SerialPort> {
  const port = new SerialPort({ path, baudRate: 500_000 });
  await once(port, "open");
  return port;
}

async function echo(port: SerialPort, text: string): Promise<string> {
  port.write(text);
  let received = "";
  while (received.length < text.length) received += String((await once(port, "data"))[0]);
  return received;
}

test("a serial port opens the controller's UART as a device, again and again", async () => {
  const pty = await startPty();
  for (const text of ["first", "second"]) {
    const port = await open(pty.path);
    expect(await echo(port, text)).toBe(text);
    port.close();
    await once(port, "close");
  }
});

test("closing makes the device vanish", async () => {
  const pty = await startPty();
  const port = await open(pty.path);
  expect(await echo(port, "in use")).toBe("in use");
  const closed = once(port, "close");
  await pty.close();
  expect(existsSync(pty.path)).toBe(false);
  await expect(open(pty.path)).rejects.toThrow("No such file");
  // serialport tells of the hang-up only when it comes while it polls, and reads zero bytes for ever else.
  if (port.isOpen) port.close(() => {});
  await closed;
});

test("a path that cannot be made is said with a stable code", async () => {
  const { uart } = await startEcho();
  const error: unknown = await openPty({ path: "/nowhere/tty", port: uart.port }).catch(
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ code: "PTY_FAILED" });
});
