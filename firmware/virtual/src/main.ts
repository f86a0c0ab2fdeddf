/** The virtual cabinet as a process of its own: the UART on TCP (and a pty), the panel page over HTTP. */
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { VirtualCabinet } from "./cabinet.ts";
import { keepEeprom, readEeprom } from "./eeprom-file.ts";
import { RealTimeRunner } from "./pacing.ts";
import { gatewayOverIpc } from "./panel/gateway-switch.ts";
import { startPanel } from "./panel/server.ts";
import { readReleaseHex } from "./release.ts";
import { openPty } from "./uart-pty.ts";
import { serveUart } from "./uart-tcp.ts";
import { VirtualError } from "./virtual-error.ts";

const USAGE = `node firmware/virtual/dist/main.js [options]
  --panel-port N       port of the panel page (8080)
  --uart-port N        TCP port of the controller's UART (8082)
  --pty PATH           the UART as a device too; needs socat
  --eeprom FILE        keeps the EEPROM across starts
  --customer-url URL   the customer's page, shown beside the cabinet
  --lockers N          1 to 32 (8)`;

const closers: (() => Promise<void> | void)[] = [];
let ending = false;

async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  for (const close of closers.reverse()) await close();
  process.exit(code);
}

function number(name: string, text: string, max: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= max && text !== "") return value;
  throw new VirtualError("BAD_OPTION", `--${name} ${text}`, `Give a whole number up to ${max}.`);
}

function options() {
  try {
    return parseArgs({
      options: {
        "panel-port": { type: "string", default: "8080" },
        "uart-port": { type: "string", default: "8082" },
        pty: { type: "string" },
        eeprom: { type: "string" },
        "customer-url": { type: "string" },
        lockers: { type: "string", default: "8" },
      },
    }).values;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw Object.assign(new VirtualError("BAD_OPTION", why, USAGE), { cause });
  }
}

async function start(): Promise<string> {
  const values = options();
  const eeprom = values.eeprom === undefined ? undefined : readEeprom(values.eeprom);
  const cabinet = new VirtualCabinet({
    hex: readReleaseHex(),
    lockers: number("lockers", values.lockers, 32),
    seed: randomInt(2 ** 32),
    bounce: true,
    ...(eeprom && { eeprom }),
  });
  const runner = new RealTimeRunner(cabinet);
  if (values.eeprom !== undefined) {
    const keeper = keepEeprom(cabinet, values.eeprom);
    closers.push(() => keeper.close());
  }
  const uart = await serveUart(runner, { port: number("uart-port", values["uart-port"], 65_535) });
  closers.push(() => uart.close());
  if (values.pty !== undefined) {
    const pty = await openPty({ path: values.pty, port: uart.port });
    closers.push(() => pty.close());
  }
  const panel = await startPanel({
    cabinet,
    runner,
    port: number("panel-port", values["panel-port"], 65_535),
    customerUrl: values["customer-url"],
    gateway: gatewayOverIpc(process),
  });
  closers.push(() => panel.close());
  runner.start();
  closers.push(() => runner.stop());
  return panel.url;
}

process.on("SIGINT", () => void end(0));
process.on("SIGTERM", () => void end(0));
// Nobody is left who would end us.
process.on("disconnect", () => void end(0));

try {
  const url = await start();
  if (process.send) process.send({ type: "ready", url });
  else console.log(`The virtual cabinet is running. Open ${url}`);
} catch (error) {
  if (!(error instanceof VirtualError)) throw error;
  console.error(`virtual cabinet: ${error.message} [${error.code}]\n${error.hint}`);
  await end(1);
}
