/** While the chip waits for its network, the UART is read: 41 ms without that and frames of the controller are lost. */
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { type BridgeReport, encodeHeard, FrameSplitter, readBridgeReport } from "@holdfast/protocol";
import { expect, onTestFinished, test } from "vitest";
import { buildSketch } from "../src/build.ts";
import { startBridge } from "./start-bridge.ts";

const program = await buildSketch("checked");

/** Answers each report. */
async function startGateway() {
  const server = createServer((socket) => {
    const splitter = new FrameSplitter();
    socket.on("error", () => {});
    socket.on("data", (bytes) =>
      splitter.push(
        bytes,
        (encoded) => {
          const report = readBridgeReport(encoded);
          if (!report) return;
          socket.write(encodeHeard(true));
          server.emit("report", report, socket);
        },
        () => {},
      ),
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return {
    port: (server.address() as AddressInfo).port,
    report: () => once(server, "report") as Promise<[BridgeReport, Socket]>,
  };
}

test("no memory to send with: the rest is sent later, and the controller is heard meanwhile", async () => {
  const gateway = await startGateway();
  const bridge = startBridge(program, { host: "127.0.0.1", port: gateway.port });
  await gateway.report();
  bridge.shortOfMemory();
  await gateway.report();
  const [report] = await gateway.report();
  expect(report).toMatchObject({ connections: 1, overruns: 0 });
});

test("a connection that is given up with bytes under way: the controller is heard meanwhile", async () => {
  const gateway = await startGateway();
  const bridge = startBridge(program, { host: "127.0.0.1", port: gateway.port });
  const [, socket] = await gateway.report();
  bridge.wifi(false);
  bridge.later(4000);
  await new Promise((resolve) => socket.on("close", resolve));
  bridge.wifi(true);
  const [report] = await gateway.report();
  expect(report).toMatchObject({ connections: 2, overruns: 0 });
});
