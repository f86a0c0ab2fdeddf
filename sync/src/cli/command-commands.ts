/** What central admins ask of gateways: the queue, what became of it, and the key that signs orders to open. */
import { writeFileSync } from "node:fs";
import type { Command } from "commander";
import {
  CentralError,
  type CommandState,
  commandStates,
  KINDS,
  type Kind,
  queueCommand,
} from "../central/index.ts";
import { newOrderKey, publicKeyOf, readPrivateKey } from "../contract/index.ts";
import { withCentral } from "./connection-options.ts";
import { whole } from "./options.ts";
import { columnsOf, type Output } from "./output.ts";
import { read } from "./read.ts";

interface QueueOptions {
  readonly reason: string;
  readonly minutes: string;
  readonly label?: string;
  readonly key?: string;
  readonly dryRun?: boolean;
}

const COLUMNS = columnsOf<CommandState>([
  "queued_at",
  "kind",
  "cabinet",
  "locker",
  "state",
  "result",
  "who",
  "reason",
]);

export function addCommandCommands(central: Command, output: Output): void {
  central
    .command("queue <kind> <gateway> <cabinet> <locker>")
    .description(`ask a gateway for ${KINDS.join(", ")}`)
    .requiredOption("-r, --reason <text>", "why, 3 to 200 characters")
    .option("--minutes <number>", "until when it may begin, at most 43200 (30 days)", "60")
    .option("--label <text>", 'name of the locker, for label only; "" takes it away')
    .option("--key <file>", "private key, for open only: holdfast central key")
    .option("--dry-run", "only say what would be asked for")
    .action(
      (
        kind: string,
        gateway: string,
        cabinet: string,
        locker: string,
        options: QueueOptions,
        command: Command,
      ) =>
        withCentral(command, true, async (db) => {
          const { reason, minutes, label, key, dryRun = false } = options;
          const queued = await queueCommand(db, {
            kind: kind as Kind,
            gateway,
            cabinet,
            locker: whole(locker),
            reason,
            minutes: whole(minutes),
            ...(label === undefined ? {} : { label }),
            ...(key === undefined ? {} : { key: readPrivateKey(read(key)) }),
            dryRun,
          });
          output.print(queued, ({ id, expires_at, sql }) =>
            dryRun ? `${sql};` : `Queued as ${id}, until ${expires_at} UTC.`,
          );
        }),
    );

  central
    .command("commands <gateway>")
    .description("what became of the commands to a gateway, the newest first")
    .action((gateway: string, _options: unknown, command: Command) =>
      withCentral(command, true, async (db) =>
        output.printRows(await commandStates(db, gateway), COLUMNS, "No commands."),
      ),
    );

  central
    .command("key <file>")
    .description("make a key that signs orders to open a door; gateways pin its public half")
    .option("--show", "only show the public half of the key in this file")
    .option("--dry-run", "only say what would be written")
    .action((file: string, options: { show?: boolean; dryRun?: boolean }) => {
      if (options.dryRun) {
        return output.print({ file }, () => `A new Ed25519 key in ${file}, for its owner alone.`);
      }
      output.print(
        { publicKey: options.show ? publicKeyOf(readPrivateKey(read(file))) : makeKey(file) },
        (made) => `Public key, for [sync] open_key at each site:\n${made.publicKey}`,
      );
    });
}

function makeKey(file: string): string {
  const { privatePem, publicKey } = newOrderKey();
  try {
    // Never over another key.
    writeFileSync(file, privatePem, { mode: 0o600, flag: "wx" });
  } catch (cause) {
    throw new CentralError(
      "bad_option",
      `The key cannot be written to ${file}: it exists or the folder is not writable.`,
      { cause },
    );
  }
  return publicKey;
}
