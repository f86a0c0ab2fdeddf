import { onTestFinished } from "vitest";
import { RealTimeRunner, serveUart } from "../../src/index.ts";
import { cabinetWith } from "./program.ts";

/** The echoing program at true speed behind a TCP port. */
export async function startEcho() {
  const cabinet = cabinetWith("uart_echo", {}, "-DUBRR=3");
  cabinet.runFor(100);
  const runner = new RealTimeRunner(cabinet);
  const uart = await serveUart(runner);
  runner.start();
  onTestFinished(async () => {
    runner.stop();
    await uart.close();
  });
  return { cabinet, uart };
}
