/** Run by `holdfast restore --from-central`: what central has of this site, as lines of JSON, with the site's own login. */
import type { Command } from "commander";

export function addReadSite(central: Command): void {
  central
    .command("read-site", { hidden: true })
    .description("print what central has of the site of a configuration file, as lines of JSON")
    .requiredOption("--config <file>", "configuration file of the site, with [sync]")
    .action(async ({ config }: { config: string }) => {
      // No other command needs the replicator's parts.
      const { printSite } = await import("../restore/print-site.ts");
      await printSite(config, process.stdout);
    });
}
