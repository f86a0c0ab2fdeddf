import { expect, test } from "vitest";
import { createLogger, maskPhone } from "../../src/log.ts";

function logLines(isTTY: boolean) {
  const lines: string[] = [];
  const out = { isTTY, write: (line: string) => lines.push(line) };
  return { log: createLogger({ name: "gateway", level: "info", out }), lines };
}

test("a phone number or PIN that slips into a log line is taken out", () => {
  const { log, lines } = logLines(false);
  log.info({ phone: "+41791234567", rental: { pin: "4711", deeper: { phone: "0791234567" } } }, "stored");
  expect(lines.join()).not.toMatch(/4711|1234567/);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: "info", name: "gateway", msg: "stored" });
});

test("a masked number stays", () => {
  const { log, lines } = logLines(false);
  log.info({ phone: maskPhone("+41 79 123 45 67") }, "stored");
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ phone: "… 567" });
});

test.each([
  ["+41 79 123 45 67", "… 567"],
  ["0791234567", "… 567"],
  ["12345", "…"],
  ["", "…"],
])("%j is masked as %j", (phone, masked) => {
  expect(maskPhone(phone)).toBe(masked);
});

test("a person at a terminal gets short lines, with the stack of an error below", () => {
  const { log, lines } = logLines(true);
  log.info({ cabinet: "hall", frames: 3 }, "link is up");
  log.error({ err: new Error("boom") }, "failed");
  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d info {2}gateway link is up cabinet=hall frames=3\n$/);
  expect(lines[1]).toMatch(/failed\n {2}Error: boom\n {6}at /);
});
