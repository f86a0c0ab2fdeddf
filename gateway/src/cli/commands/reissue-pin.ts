import type { Command } from "commander";
import type { Reissued } from "../../contract/index.ts";
import { readAddress, readCabinet } from "../address.ts";
import { withGateway } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { plain } from "../text.ts";
import { UsageError } from "../usage-error.ts";

interface Options {
  reason: string;
  all?: boolean;
}

export function addReissuePin(program: Command): void {
  program
    .command("reissue-pin")
    .description("send a new PIN to the phone that holds a locker; the old one is void")
    .usage("[CABINET] LOCKER --reason TEXT  |  --all [CABINET] --reason TEXT")
    .argument("[address...]", "cabinet and locker; the cabinet may be left out where there is only one")
    .requiredOption("-r, --reason <text>", "why, for the log: 3 to 200 characters")
    .option(
      "--all",
      "to all who hold a locker of the cabinet and have no PIN since its controller was replaced",
    )
    .action(async (address: string[], { reason, all }: Options, command: Command) => {
      await withGateway(command, async ({ client, print }) => {
        const body = { reason };
        if (all) {
          if (address.length > 1) throw new UsageError("--all takes no locker.", "Give: --all [CABINET]");
          const cabinet = await readCabinet(address[0], client);
          const reissued = await client.call("reissuePins", { params: { cabinet }, body });
          print({ ...reissued, cabinet }, describe);
          if (reissued.failed.length > 0) process.exitCode = EXIT.refused;
          return;
        }
        const params = await readAddress(address, client);
        const done = await client.call("reissuePin", { params, body });
        print(
          { ...done, ...params },
          () => `A new PIN for locker ${params.locker} of ${params.cabinet} is on its way.`,
        );
      });
    });
}

function describe({ cabinet, issued, failed }: Reissued & { cabinet: string }): string {
  if (issued.length + failed.length === 0) return `Every PIN of ${cabinet} fits; none was changed.`;
  const failures = failed.map(({ locker, message }) => `Locker ${locker}: ${plain(message)}`);
  const sent =
    issued.length === 1
      ? `1 new PIN for ${cabinet} is on its way.`
      : `${issued.length} new PINs for ${cabinet} are on their way.`;
  return [sent, ...failures].join("\n");
}
