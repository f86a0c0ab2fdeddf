import { resolve } from "node:path";
import type { Command } from "commander";
import type { GlobalOptions } from "../global-options.ts";

interface Options {
  check?: boolean;
}

export function addRestore(program: Command): void {
  program
    .command("restore")
    .description(
      "put a backup in the ledger's place; the gateway must be stopped, the present ledger is kept",
    )
    .argument("<file>", "a backup")
    .option("--check", "only say whether the backup is sound")
    .action(async (name: string, { check }: Options, command: Command) => {
      const { config, json } = command.optsWithGlobals<GlobalOptions>();
      const file = resolve(name);
      const say = (data: object, text: string) => {
        process.stdout.write(`${json ? JSON.stringify(data, null, 2) : text}\n`);
      };
      if (check) {
        const { verifyBackup } = await import("../../backup/verify-backup.ts");
        const verified = await verifyBackup(file);
        return say(verified, `A sound backup: ${verified.events} events, head ${verified.head.slice(0, 16)}`);
      }
      const { restoreBackup } = await import("../../backup/restore-backup.ts");
      const restored = await restoreBackup(await dataFolder(config), file, Date.now());
      const kept = restored.kept === undefined ? "" : `\nThe ledger before is kept: ${restored.kept}`;
      say(restored, `Restored: ${restored.events} events. Start the gateway now.${kept}`);
    });
}

async function dataFolder(config: string | undefined): Promise<string> {
  const { OperatorView, readConfiguration, sitePaths } = await import("../../configuration/index.ts");
  const { configFile } = await import("../../process/index.ts");
  const file = configFile(config);
  return sitePaths(file, readConfiguration(file, OperatorView).gateway).data;
}
