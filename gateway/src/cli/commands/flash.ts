import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import type { Flashed } from "../../flash/flash-cabinet.ts";
import { readCabinet } from "../address.ts";
import { withGateway } from "../context.ts";
import { terminalOf } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

interface Options {
  hex?: string;
  old?: boolean;
  keep?: string;
  programmer: string;
  port?: string;
  baud?: string;
  yes?: boolean;
}

const BOOT_LOADER_BAUD = 115_200;

export function addFlash(program: Command): void {
  program
    .command("flash")
    .description("put this release's firmware onto a controller; who holds what, keys and PINs stay")
    .argument("[cabinet]", "may be left out where there is only one")
    .option("--hex <file>", "another firmware, with its manifest.json beside it")
    .option("--old", "what was on the chip before the last flash")
    .option("--keep <file>", "where what is on the chip now is kept")
    .option(
      "-c, --programmer <name>",
      "arduino or urclock (boot loader), or another one of avrdude",
      "arduino",
    )
    .option("-P, --port <port>", "the programmer's port; the boot loader is on the cabinet's own")
    .option("-b, --baud <number>", "speed of the boot loader (115200)")
    .option("-y, --yes", "do not ask")
    .action(async (word: string | undefined, options: Options, command: Command) => {
      const baud = baudOf(options);
      await withGateway(command, async ({ client, print, json }) => {
        const { readFirmware, RELEASE_HEX } = await import("../../flash/firmware-file.ts");
        const { checkProtocol } = await import("../../flash/skew.ts");
        const { flashCabinet, one } = await import("../../flash/flash-cabinet.ts");
        const { keptFolder } = await import("../../flash/keep-old.ts");
        const cabinet = await readCabinet(word, client);
        const before = one(await client.call("status", {}), cabinet);
        const last = join(keptFolder(), `${cabinet}.hex`);
        const keep = resolve(options.keep ?? (options.old ? `${last}.newer` : last));
        let hex = last;
        let wanted = "what was there before";
        if (options.old) {
          if (!existsSync(last)) throw new UsageError(`There is no ${last}.`, "Name a file with --hex.");
        } else {
          const firmware = readFirmware(resolve(options.hex ?? RELEASE_HEX));
          checkProtocol(firmware);
          hex = firmware.path;
          wanted = firmware.version;
        }
        const abort = new AbortController();
        const output = json ? process.stderr : process.stdout;
        const terminal = terminalOf({ output, yes: options.yes ?? false, abort });
        const question = `Put firmware ${wanted} onto ${cabinet} (now ${before.firmware ?? "unknown"})? Its keypad rests for a minute.`;
        if (!(await terminal.ask(question)))
          throw new UsageError("Nothing was done.", "Answer y, or add --yes.");
        const programmer = { name: options.programmer, port: options.port, baud };
        const say = (text: string) => terminal.say(text);
        const flashed = await flashCabinet({ client, cabinet, hex, keep, programmer, say });
        print({ cabinet, ...flashed }, describe);
        if (flashed.wentBack || !flashed.back) process.exitCode = 1;
      });
    });
}

function baudOf({ baud, programmer }: Options): number | undefined {
  if (baud === undefined) return ["arduino", "urclock"].includes(programmer) ? BOOT_LOADER_BAUD : undefined;
  if (/^[0-9]{3,7}$/.test(baud)) return Number(baud);
  throw new UsageError(`"${baud}" is no speed.`, "Give a number, as 115200.");
}

function describe({
  cabinet,
  back,
  firmware,
  problem,
  kept,
  wentBack,
}: Flashed & { cabinet: string }): string {
  if (!back) {
    return `${cabinet} does not answer. Its old firmware is in ${kept}; nothing else was changed. See: holdfast doctor`;
  }
  if (wentBack)
    return `${cabinet} runs ${firmware ?? "its old firmware"} as before: the new firmware did not come up.`;
  if (firmware === undefined) {
    return `${cabinet} has its new firmware. It is not linked yet: ${problem ?? "see holdfast status"}`;
  }
  return `${cabinet} runs ${firmware}. What it ran before is kept: holdfast flash ${cabinet} --old`;
}
