/** Who may use the page that asks for Wi-Fi: 127.0.0.1 is the bridge's own network, 127.0.1.1 the LAN that it joined. */
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildSketch } from "../src/build.ts";
import { startBridge } from "./start-bridge.ts";

const program = await buildSketch("checked");
const FORM = "ssid=net&password=12345678&gateway=";

/** All that it answers until it hangs up. */
function post(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect({ host, port });
    socket.setEncoding("utf8").on("data", (text) => {
      answer += text;
    });
    socket.on("error", () => {}).on("close", () => resolve(answer));
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${FORM.length}\r\n\r\n${FORM}`);
  });
}

test("the page is for those who joined the bridge's own network; the LAN gets no answer and changes nothing", async () => {
  const bridge = startBridge(program);
  const port = await bridge.portal;
  for (let i = 0; i < 5; i++) expect(await post("127.0.1.1", port)).toBe("");
  expect(existsSync(join(bridge.folder, "wifi-a"))).toBe(false);
  expect(await post("127.0.0.1", port)).toContain("Kept");
  expect(existsSync(join(bridge.folder, "wifi-a"))).toBe(true);
});
