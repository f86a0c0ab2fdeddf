/** `holdfast central ...`: the central database from a shell. Errors are CentralErrors with a code and a hint. */
import { writeFileSync } from "node:fs";
import { Command } from "commander";
import {
  addGateway,
  allowRestore,
  CentralError,
  commandStates,
  finishRotation,
  gatewayEvents,
  gatewayStatus,
  initCentral,
  KINDS,
  type Kind,
  type Login,
  queueCommand,
  removeGateway,
  rotate,
  verifyChain,
} from "../central/index.ts";
import { newOrderKey, publicKeyOf, readPrivateKey } from "../contract/index.ts";
import { addConnectionOptions, read, withCentral } from "./connection-options.ts";
import type { Output } from "./output.ts";

const DRY = ["--dry-run", "only show the SQL"] as const;

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

  central
    .command("add-gateway <name>")
    .description("make a login for a gateway and show its password once")
    .option("--from <host>", "from where it may come, as MySQL writes it")
    .option("--subject <subject>", "subject of its client certificate, as /CN=zurich")
    .option("--issuer <issuer>", "issuer of its client certificate")
    .option(...DRY)
    .action((name: string, options: AddOptions, command: Command) =>
      withCentral(command, true, async (db) => {
        const { from, ...rest } = options;
        printLogin(
          output,
          await addGateway(db, name, { ...rest, ...(from === undefined ? {} : { host: from }) }),
        );
      }),
    );

  central
    .command("remove-gateway <name>")
    .description("cut off a gateway; its rows stay unless --purge")
    .option("--purge", "delete all its rows")
    .option(...DRY)
    .action((name: string, options: { purge?: boolean; dryRun?: boolean }, command: Command) =>
      withCentral(command, true, async (db) => {
        const onProgress = (deleted: number) => output.progress(`${deleted} rows deleted`);
        const result = await removeGateway(db, name, { ...options, onProgress });
        output.print(result, ({ sql, deleted }) =>
          options.dryRun ? sql.join(";\n") : `Gateway ${name} is cut off; ${deleted} rows deleted.`,
        );
      }),
    );

  central
    .command("rotate <name>")
    .description("make a new password; the old one stays valid until --finish")
    .option("--finish", "the old password is void from now on")
    .option(...DRY)
    .action((name: string, options: { finish?: boolean; dryRun?: boolean }, command: Command) =>
      withCentral(command, true, async (db) => {
        if (!options.finish) printLogin(output, await rotate(db, name, options));
        else {
          await finishRotation(db, name);
          output.print({ done: true }, () => `The old password of ${name} is void.`);
        }
      }),
    );

  central
    .command("allow-restore <name>")
    .description("let a gateway that is built again read its own rows for a while")
    .option("--minutes <number>", "for how long; 0: no more", "60")
    .action((name: string, options: { minutes: string }, command: Command) =>
      withCentral(command, true, async (db) => {
        await allowRestore(db, name, whole(options.minutes));
        output.print({ done: true }, () => `${name} may read its rows for ${options.minutes} minutes.`);
      }),
    );

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

interface AddOptions {
  readonly from?: string;
  readonly subject?: string;
  readonly issuer?: string;
  readonly dryRun?: boolean;
}

interface QueueOptions {
  readonly reason: string;
  readonly minutes: string;
  readonly key?: string;
}

function printLogin(output: Output, login: Login): void {
  output.print(login, ({ user, password, sql }) =>
    password === ""
      ? sql.map((statement) => `${statement};`).join("\n")
      : `Login    ${user}\nPassword ${password}\nIt is shown this once.`,
  );
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

function whole(text: string): number {
  if (!/^[0-9]{1,15}$/.test(text)) throw new CentralError("bad_option", `"${text}" is no whole number.`);
  return Number(text);
}
