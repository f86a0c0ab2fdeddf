import { request } from "node:http";
import { expect, test } from "vitest";
import { startPanel, VirtualError } from "../src/index.ts";
import { RealTimeRunner } from "../src/pacing.ts";
import { panelFor } from "./support/panel.ts";
import { cabinetWith } from "./support/program.ts";

function status(
  port: number,
  path: string,
  headers: Record<string, string> = {},
  method = "GET",
): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request({ host: "127.0.0.1", port, path, method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    call.on("error", reject);
    call.end();
  });
}

test("the page and its parts are served, and nothing else", async () => {
  const { panel } = await panelFor();
  for (const path of ["/", "/panel.js", "/cabinet.css", "/icon.svg"])
    expect(await status(panel.port, path)).toBe(200);
  for (const path of ["/index.html", "/../server.ts", "/%2e%2e/server.ts", "/panel.js.map"])
    expect(await status(panel.port, path)).toBe(404);
  expect(await status(panel.port, "/", {}, "DELETE")).toBe(405);
  expect(await status(panel.port, "/sms")).toBe(405);
});

test("a name that was made to point to this machine gets nothing", async () => {
  const { panel } = await panelFor();
  expect(await status(panel.port, "/", { host: "evil.example" })).toBe(421);
  expect(await status(panel.port, "/", { host: "localhost:1234" })).toBe(200);
});

test("only the customer's page may be framed, and the panel nowhere", async () => {
  const { panel } = await panelFor(undefined, "http://127.0.0.1:4242/store");
  const policy = (await fetch(panel.url)).headers.get("content-security-policy");
  expect(policy).toContain("frame-src http://127.0.0.1:4242;");
  expect(policy).toContain("frame-ancestors 'none'");
});

test("a port in use and a bad URL are said with stable codes", async () => {
  const { panel, cabinet } = await panelFor();
  const runner = new RealTimeRunner(cabinetWith("sleep"));
  const code = async (options: { port?: number; customerUrl?: string }) => {
    const error: unknown = await startPanel({ cabinet, runner, ...options }).catch(
      (reason: unknown) => reason,
    );
    return error instanceof VirtualError ? error.code : error;
  };
  expect(await code({ port: panel.port })).toBe("PORT_IN_USE");
  expect(await code({ customerUrl: "javascript:alert(1)" })).toBe("BAD_OPTION");
});
