/** How sites stand, where central's copy of one differs, and who held a locker. */
import { type Column, duration, plain, UsageError } from "@holdfast/gateway/cli-kit";
import { SiteState } from "@holdfast/gateway/contract";
import type { Command } from "commander";
import {
  CentralError,
  centralState,
  compareSite,
  type Difference,
  type FoundRental,
  findPhone,
  type GatewayStatus,
  gatewayStatus,
} from "../central/index.ts";
import { withCentral } from "./connection-options.ts";
import { columnsOf, type Output } from "./output.ts";
import { read } from "./read.ts";
import { askPhone, askRecoveryKey } from "./secrets.ts";

const RED = (yes: unknown) => (yes ? "red" : undefined);

const STATUS: Column<GatewayStatus>[] = [
  ...columnsOf<GatewayStatus>(["gateway", "site"]),
  { title: "DATA", value: ageOf, colour: ({ stale }) => RED(stale) },
  ...columnsOf<GatewayStatus>(["events", "lockers", "held"], ["events", "lockers", "held"]),
  {
    title: "FAULTY",
    right: true,
    value: ({ faulty }) => faulty || "",
    colour: ({ faulty }) => RED(faulty),
  },
  ...columnsOf<GatewayStatus>(["commands"], ["commands"]),
  {
    title: "PUT ASIDE",
    right: true,
    value: ({ put_aside }) => put_aside || "",
    colour: ({ put_aside }) => RED(put_aside),
  },
];

const MEANS: Readonly<Record<Difference["means"], string>> = {
  conflict: "differs",
  not_copied_yet: "not copied yet",
  newer_than_file: "newer than the file",
};

const DIFFERENCES: Column<Difference>[] = [
  ...columnsOf<Difference>(["what", "site", "central"]),
  {
    title: "MEANS",
    value: ({ means }) => MEANS[means],
    colour: ({ means }) => RED(means === "conflict"),
  },
];

const FOUND = columnsOf<FoundRental>(["gateway", "cabinet", "locker", "started_at", "ended_at", "ended_by"]);

export function addLookCommands(central: Command, output: Output): void {
  central
    .command("status")
    .description("how every gateway stands, and how old central's data of it are")
    .action((_options: unknown, command: Command) =>
      withCentral(command, true, async (db) =>
        output.printRows(
          await gatewayStatus(db),
          STATUS,
          "No gateway yet: holdfast central add-gateway NAME.",
        ),
      ),
    );

  central
    .command("compare <gateway>")
    .description("show where central's copy and the site differ; nothing is overwritten")
    .requiredOption("--site <file>", "what `holdfast compare --json` printed at the site; - reads it")
    .action((gateway: string, options: { site: string }, command: Command) => {
      const site = readSite(options.site);
      return withCentral(command, true, async (db) => {
        const differences = compareSite(site, await centralState(db, gateway, site));
        output.printRows(differences, DIFFERENCES, `Central and ${plain(site.site)} agree.`);
        const conflicts = differences.filter(({ means }) => means === "conflict").length;
        if (conflicts > 0) throw new CentralError("sites_differ", `Differences: ${conflicts}.`);
      });
    });

  central
    .command("find [phone]")
    .description("rentals of a phone number; it is asked for when it is not given")
    .option("--recovery-key <file>", "the site's recovery key: holdfast recovery-key. Else it is asked for")
    .option("--gateway <name>", "of this gateway only")
    .action(
      (phone: string | undefined, options: { recoveryKey?: string; gateway?: string }, command: Command) =>
        withCentral(command, true, async (db) => {
          const recoveryKey = await askRecoveryKey(options.recoveryKey);
          const { gateway } = options;
          const query = { phone: phone ?? (await askPhone()), recoveryKey };
          const found = await findPhone(db, { ...query, ...(gateway !== undefined && { gateway }) });
          output.printRows(found, FOUND, "No rental of this number with this recovery key.");
        }),
    );
}

function ageOf({ stale_seconds }: GatewayStatus): string {
  return stale_seconds === null ? "never here" : `${duration(Math.max(0, stale_seconds))} old`;
}

function readSite(file: string): SiteState {
  const text = read(file);
  try {
    return SiteState.parse(JSON.parse(text));
  } catch {
    throw new UsageError(
      `${file} is not what a site says of itself.`,
      "Make it at the site with: holdfast compare --json",
    );
  }
}
