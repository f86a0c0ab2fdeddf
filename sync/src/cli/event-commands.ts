/** The events of a gateway, and the proof that nobody changed them. */
import type { Command } from "commander";
import { CentralError, type CentralEvent, gatewayEvents, verifyChain } from "../central/index.ts";
import { withCentral } from "./connection-options.ts";
import { whole } from "./options.ts";
import { columnsOf, type Output } from "./output.ts";

const COLUMNS = columnsOf<CentralEvent>(["epoch", "seq", "at", "kind", "class", "body"], ["epoch", "seq"]);

export function addEventCommands(central: Command, output: Output): void {
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
        output.printRows(await gatewayEvents(db, gateway, query), COLUMNS, "No events.");
      }),
    );

  central
    .command("verify-chain <gateway>")
    .description("prove that no event of a gateway was changed or taken out")
    .action((gateway: string, _options: unknown, command: Command) =>
      withCentral(command, true, async (db) => {
        const onProgress = ({ seq, of }: { seq: number; of: number }) =>
          output.progress(`event ${seq} of ${of}`);
        const report = await verifyChain(db, gateway, { onProgress });
        output.print(report, ({ proven, broken }) =>
          broken === undefined
            ? `The chain holds: ${proven} events proven.`
            : `The chain does not hold: epoch ${broken.epoch}, event ${broken.seq} is ${broken.problem}.`,
        );
        if (report.broken) throw new CentralError("chain_broken", "The chain of events does not hold.");
      }),
    );
}
