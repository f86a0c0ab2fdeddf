/** Who may use the page that asks for Wi-Fi: 127.0.0.1 is the bridge's own network, 127.0.1.1 the LAN that it joined. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildSketch } from "../src/build.ts";
import { startBridge } from "./start-bridge.ts";

const program = await buildSketch("checked");
const FORM = {
  method: "POST",
  body: new URLSearchParams({ ssid: "net", password: "12345678", gateway: "" }),
};

test("the page is for those who joined the bridge's own network; the LAN gets no answer and changes nothing", async () => {
  const bridge = startBridge(program);
  const port = await bridge.portal;
  for (let i = 0; i < 5; i++) await expect(fetch(`http://127.0.1.1:${port}/`, FORM)).rejects.toThrow();
  expect(existsSync(join(bridge.folder, "wifi-a"))).toBe(false);
  const answer = await fetch(`http://127.0.0.1:${port}/`, FORM);
  expect(await answer.text()).toContain("Kept");
  expect(existsSync(join(bridge.folder, "wifi-a"))).toBe(true);
});
