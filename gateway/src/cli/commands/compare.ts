import type { Command } from "commander";
import type { SiteState } from "../../contract/index.ts";
import { withGateway } from "../context.ts";
import { plain } from "../text.ts";

export function addCompare(program: Command): void {
  program
    .command("compare")
    .description("how far central's copy of this site is; with --json what `holdfast central compare` needs")
    .action(async (_options: object, command: Command) => {
      await withGateway(command, async ({ client, print }) =>
        print(await client.call("siteState", {}), describe),
      );
    });
}

/** Only a central admin can read what central has, so its content is compared there. */
function describe({ site, head, kept, rev }: SiteState): string {
  const events = head.sequence - kept.sequence;
  const rows = Math.max(0, rev - kept.rev);
  const all = events === 0 && rows === 0;
  const lacks = `${count(events, "event")} and ${count(rows, "changed row")}`;
  return [
    all
      ? `Central said last that it has all of ${plain(site)}.`
      : `Central said last that it lacks ${lacks} of ${plain(site)}. They come with the next exchange.`,
    "Whether it says the same as this site, a central admin sees with:",
    "  holdfast compare --json | holdfast central compare NAME --site -",
  ].join("\n");
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
