/** `holdfast central ...`: the central database from a shell. Errors are CentralErrors with a code and a hint. */
import { Command } from "commander";
import { initCentral } from "../central/index.ts";
import { addCommandCommands } from "./command-commands.ts";
import { addConnectionOptions, CONNECTION_HELP, withCentral } from "./connection-options.ts";
import { addEventCommands } from "./event-commands.ts";
import { EXIT_HELP } from "./exit-help.ts";
import { addGatewayCommands } from "./gateway-commands.ts";
import { addLookCommands } from "./look-commands.ts";
import { DRY } from "./options.ts";
import type { Output } from "./output.ts";
import { addReadSite } from "./read-site-command.ts";

export function centralCommand(output: Output): Command {
  const central = new Command("holdfast central")
    .description("Works on the central database of several sites.")
    .option("--json", "print JSON for programs")
    .showHelpAfterError("hint: add --help to see how it is used")
    .addHelpText("after", CONNECTION_HELP + EXIT_HELP);
  addConnectionOptions(central);

  central.commandsGroup("The database:");
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

  central.commandsGroup("Gateways:");
  addGatewayCommands(central, output);
  central.commandsGroup("Looking:");
  addLookCommands(central, output);
  addEventCommands(central, output);
  central.commandsGroup("Asking:");
  addCommandCommands(central, output);
  addReadSite(central);
  return central;
}
