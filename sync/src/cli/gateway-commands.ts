/** Logins of gateways, and what is done when one was lost or stolen. */
import type { Command } from "commander";
import {
  addGateway,
  allowRestore,
  finishRotation,
  forgetLives,
  type Login,
  removeGateway,
  rotate,
} from "../central/index.ts";
import { withCentral } from "./connection-options.ts";
import { DRY, whole } from "./options.ts";
import type { Output } from "./output.ts";

export function addGatewayCommands(central: Command, output: Output): void {
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
          options.dryRun ? statements(sql) : `Gateway ${name} is cut off; ${deleted} rows deleted.`,
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
        if (!options.finish) return printLogin(output, await rotate(db, name, options));
        const sql = await finishRotation(db, name, options);
        output.print({ sql }, () =>
          options.dryRun ? statements(sql) : `The old password of ${name} is void.`,
        );
      }),
    );

  central
    .command("allow-restore <name>")
    .description("let a gateway that is built again read its own rows for a while")
    .option("--minutes <number>", "for how long; 0: no more", "60")
    .option(...DRY)
    .action((name: string, options: { minutes: string; dryRun?: boolean }, command: Command) =>
      withCentral(command, true, async (db) => {
        const sql = await allowRestore(db, name, whole(options.minutes), options);
        output.print({ sql }, () =>
          options.dryRun ? statements(sql) : `${name} may read its rows for ${options.minutes} minutes.`,
        );
      }),
    );

  central
    .command("forget-lives <name>")
    .description("delete what came in later lives of a ledger, as false ones by a stolen login")
    .requiredOption("--after <epoch>", "the last life that is true")
    .option("--dry-run", "only say where central would stand then")
    .action((name: string, options: { after: string; dryRun?: boolean }, command: Command) =>
      withCentral(command, true, async (db) => {
        const onProgress = (deleted: number) => output.progress(`${deleted} events deleted`);
        const { dryRun = false } = options;
        const place = await forgetLives(db, name, whole(options.after), { dryRun, onProgress });
        const stands = dryRun ? "would stand" : "stands";
        output.print(
          place,
          ({ last_seq }) => `Central ${stands} at event ${last_seq} of life ${options.after}.`,
        );
      }),
    );
}

interface AddOptions {
  readonly from?: string;
  readonly subject?: string;
  readonly issuer?: string;
  readonly dryRun?: boolean;
}

function printLogin(output: Output, login: Login): void {
  output.print(login, ({ user, password, sql }) =>
    password === "" ? statements(sql) : `Login    ${user}\nPassword ${password}\nIt is shown this once.`,
  );
}

function statements(sql: readonly string[]): string {
  return sql.map((statement) => `${statement};`).join("\n");
}
