import type { Command } from "commander";
import type { Pairing } from "../../contract/index.ts";
import { readCabinet } from "../address.ts";
import { withGateway } from "../context.ts";
import { pairCabinet } from "../pairing-dialogue.ts";
import { terminalOf } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

interface Options {
  typed?: boolean;
  yes?: boolean;
}

export function addPair(program: Command): void {
  program
    .command("pair")
    .description("give a cabinet's controller a new key, while its service button is held")
    .argument("[cabinet]", "may be left out where there is only one")
    .option("--typed", "the key is typed at the keypad and crosses no wire; over a network it always is")
    .option("-y, --yes", "do not ask whether the display shows the same check code")
    .action(async (word: string | undefined, { typed = false, yes = false }: Options, command: Command) => {
      if (!process.stdin.isTTY && !typed && !yes) {
        throw new UsageError(
          "Nobody is there to compare the check codes.",
          "Run it in a terminal, or add --yes or --typed.",
        );
      }
      await withGateway(command, async ({ client, print, json }) => {
        const cabinet = await readCabinet(word, client);
        const abort = new AbortController();
        const stop = () => abort.abort();
        for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(name, stop);
        const terminal = terminalOf({ output: json ? process.stderr : process.stdout, yes, abort });
        const { signal } = abort;
        print(await pairCabinet({ client, cabinet, typed, terminal, signal }), describe);
      });
    });
}

function describe({ cabinet, newPinKey }: Pairing): string {
  const pins = newPinKey
    ? "Its controller has a new PIN key: PINs of before do not fit any more."
    : "Its controller kept its PIN key: all PINs go on.";
  return `${cabinet} is paired. ${pins} Release the service button.`;
}
