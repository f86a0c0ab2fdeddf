import { resolve } from "node:path";
import type { Command } from "commander";
import type { GlobalOptions } from "../global-options.ts";
import { UsageError } from "../usage-error.ts";

interface Options {
  check?: boolean;
  fromCentral?: boolean;
  recoveryKey?: string;
}

export function addRestore(program: Command): void {
  program
    .command("restore")
    .description(
      "put a backup in the ledger's place; the gateway must be stopped, the present ledger is kept",
    )
    .argument("[file]", "a backup")
    .option("--check", "only say whether it can be restored")
    .option("--from-central", "build a lost site again from what central has of it")
    .option("--recovery-key <file>", "the site's recovery key, for --from-central; else it is asked for")
    .action(async (name: string | undefined, options: Options, command: Command) => {
      const { config, json = false } = command.optsWithGlobals<GlobalOptions>();
      const { check = false, fromCentral, recoveryKey } = options;
      if ((name === undefined) !== (fromCentral === true)) {
        throw new UsageError("It is not clear what to restore.", "Give a backup, or --from-central.");
      }
      if (name === undefined) {
        const { restoreLostSite } = await import("../restore-lost-site.ts");
        process.exitCode = await restoreLostSite({ config, json, check, recoveryKey });
        return;
      }
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
  const { operatorView, readConfiguration, sitePaths } = await import("../../configuration/index.ts");
  const { configFile } = await import("../../process/index.ts");
  const file = configFile(config);
  return sitePaths(file, readConfiguration(file, operatorView()).gateway).data;
}
