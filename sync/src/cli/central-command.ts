/** `holdfast central ...`: the central database from a shell. Errors are CentralErrors with a code and a hint. */
import { writeFileSync } from "node:fs";
import { Command } from "commander";
import {
  CentralError,
  commandStates,
  gatewayEvents,
  gatewayStatus,
  initCentral,
  KINDS,
  type Kind,
  queueCommand,
  verifyChain,
} from "../central/index.ts";
import { newOrderKey, publicKeyOf, readPrivateKey } from "../contract/index.ts";
import { addConnectionOptions, read, withCentral } from "./connection-options.ts";
import { addGatewayCommands } from "./gateway-commands.ts";
import { DRY, whole } from "./options.ts";
import type { Output } from "./output.ts";

export function centralCommand(output: Output): Command {
  const central = addConnectionOptions(
    new Command("central").description("Works on the central database of several sites."),
  );

  central
    .command("init")
    .description("make the central database, or bring it to the newest schema")
    .option(...DRY)
    .action((options: { dryRun?: boolean }, command: Command) =>
      withCentral(command, false, async (db) => {
        const onProgress = ({ version, name, of }: { version: number; name: string; of: number }) =>
          output.progress(`${version}/${of} ${name}`);
        const result = await initCentral(db, { ...options, onProgress });
        output.print(result, ({ from, to, sql, warnings }) =>
          [
            ...(options.dryRun ? sql.map((statement) => `${statement};`) : [`Schema ${from} -> ${to}.`]),
            ...warnings.map((warning) => `warning: ${warning}`),
          ].join("\n"),
        );
      }),
    );

  addGatewayCommands(central, output);

  central
    .command("status")
    .description("how every gateway stands")
    .action((_options: unknown, command: Command) =>
      withCentral(command, true, async (db) => {
        const columns = [
          "gateway",
          "site",
          "last_seen",
          "stale_seconds",
          "events",
          "held",
          "commands",
          "put_aside",
        ] as const;
        output.printRows(
          await gatewayStatus(db),
          columns,
          "No gateway yet: holdfast central add-gateway NAME.",
        );
      }),
    );

  central
    .command("queue <kind> <gateway> <cabinet> <locker>")
    .description(`ask a gateway for ${KINDS.join(", ")}`)
    .requiredOption("--reason <text>", "why, 3 to 200 characters")
    .option("--minutes <number>", "until when it may begin", "60")
    .option("--key <file>", "private key, for open only: holdfast central key")
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
          const { reason, minutes, key } = options;
          const queued = await queueCommand(db, {
            kind: kind as Kind,
            gateway,
            cabinet,
            locker: whole(locker),
            reason,
            minutes: whole(minutes),
            ...(key === undefined ? {} : { key: readPrivateKey(read(key)) }),
          });
          output.print(queued, ({ id, expires_at }) => `Queued as ${id}, until ${expires_at} UTC.`);
        }),
    );

  central
    .command("commands <gateway>")
    .description("what became of the commands to a gateway")
    .action((gateway: string, _options: unknown, command: Command) =>
      withCentral(command, true, async (db) => {
        const columns = [
          "queued_at",
          "kind",
          "cabinet",
          "locker",
          "state",
          "result",
          "who",
          "reason",
        ] as const;
        output.printRows(await commandStates(db, gateway), columns, "No commands.");
      }),
    );

  central
    .command("events <gateway>")
    .description("events of a gateway, the oldest first")
    .option("--class <name>", "only denied, fault or security")
    .option("--after <epoch/sequence>", "go on after this place", "0/0")
    .option("--most <number>", "how many, at most 1000", "100")
    .action((gateway: string, options: { class?: string; after: string; most: string }, command: Command) =>
      withCentral(command, true, async (db) => {
        const [epoch = 0, seq = 0] = options.after.split("/").map(whole);
        const query = {
          ...(options.class ? { class: options.class } : {}),
          after: { epoch, seq },
          most: whole(options.most),
        };
        output.printRows(
          await gatewayEvents(db, gateway, query),
          ["epoch", "seq", "at", "kind", "body"],
          "No events.",
        );
      }),
    );

  central
    .command("verify-chain <gateway>")
    .description("prove that no event of a gateway was changed or taken out")
    .action((gateway: string, _options: unknown, command: Command) =>
      withCentral(command, true, async (db) => {
        const onProgress = ({ seq, of }: { seq: number; of: number }) => output.progress(`${seq} of ${of}`);
        const report = await verifyChain(db, gateway, { onProgress });
        output.print(report, ({ proven, broken }) =>
          broken === undefined
            ? `The chain holds: ${proven} events proven.`
            : `The chain does not hold: epoch ${broken.epoch}, event ${broken.seq} is ${broken.problem}.`,
        );
        if (report.broken) throw new CentralError("chain_broken", "The chain of events does not hold.");
      }),
    );

  central
    .command("key <file>")
    .description("make a key that signs orders to open a door; gateways pin its public half")
    .option("--show", "only show the public half of the key in this file")
    .action((file: string, options: { show?: boolean }) => {
      output.print(
        { publicKey: options.show ? publicKeyOf(readPrivateKey(read(file))) : makeKey(file) },
        (made) => `Public key, for [sync] open_key at each site:\n${made.publicKey}`,
      );
    });

  return central;
}

interface QueueOptions {
  readonly reason: string;
  readonly minutes: string;
  readonly key?: string;
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
