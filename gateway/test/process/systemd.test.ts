import { expect, test } from "vitest";
import { listenForNotifications } from "../support/notify-listener.ts";
import { NOBODY, startGatewayProcess } from "../support/run-gateway.ts";
import { temporaryFolder } from "../support/served-site.ts";

const LAUNCHER = new URL("../../bin/with-notify-socket", import.meta.url).pathname;

function startNotifying(env: Record<string, string>, launcher: string[] = [LAUNCHER]) {
  return startGatewayProcess(NOBODY, temporaryFolder(), { env, launcher });
}

test("the service manager hears that it is ready, lives and ends, from the process itself", async () => {
  const { path, heard, until } = await listenForNotifications();
  const { child, ended } = startNotifying({ NOTIFY_SOCKET: path, WATCHDOG_USEC: "300000" });
  await until(() => heard.filter((text) => text.startsWith("WATCHDOG=1\n")).length >= 3);
  expect(heard[0]).toBe("READY=1\nSTATUS=0 events");
  expect(heard[1]).toBe("WATCHDOG=1\nSTATUS=0 events");
  // The launcher became the gateway: its signals are the gateway's.
  child.kill("SIGTERM");
  expect(await ended).toMatchObject({ code: 0 });
  await until(() => heard.at(-1) === "STOPPING=1");
});

test("an abstract socket, as containers have, works too", async () => {
  const name = `@holdfast-${process.pid}`;
  const { heard, until } = await listenForNotifications(name);
  startNotifying({ NOTIFY_SOCKET: name });
  await until(() => heard.length > 0);
  expect(heard[0]).toMatch(/^READY=1\n/);
});

test("without its launcher the gateway says what is missing, and serves all the same", async () => {
  const { child, ended, ready } = startNotifying({ NOTIFY_SOCKET: "/run/nobody" }, []);
  await ready;
  child.kill("SIGTERM");
  expect(await ended).toMatchObject({ code: 0, output: expect.stringContaining("bin/with-notify-socket") });
});

test("without a service manager nothing is sent", async () => {
  const { child, ended, ready } = startNotifying({});
  await ready;
  child.kill("SIGTERM");
  expect(await ended).toMatchObject({ code: 0, output: expect.not.stringContaining("NOTIFY") });
});
