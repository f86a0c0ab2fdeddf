import type { Command } from "commander";
import { readAddress } from "../address.ts";
import { withGateway } from "../context.ts";
import { plain } from "../text.ts";
import { UsageError } from "../usage-error.ts";

export function addLabel(program: Command): void {
  program
    .command("label")
    .description('give a locker a name beside its number; "" takes it away')
    .usage("[CABINET] LOCKER TEXT --reason TEXT")
    .argument("<address...>", "cabinet and locker, then the name: at most 20 characters")
    .requiredOption("-r, --reason <text>", "why, for the log: 3 to 200 characters")
    .action(async (words: string[], { reason }: { reason: string }, command: Command) => {
      const label = words.at(-1) ?? "";
      if (words.length < 2)
        throw new UsageError("The name is missing.", 'Give it last, as: hall 5 "Post room"');
      await withGateway(command, async ({ client, print }) => {
        const at = await readAddress(words.slice(0, -1), client);
        const done = await client.call("label", { params: at, body: { label, reason } });
        const name = label.trim();
        print({ ...done, ...at, label: name }, ({ cabinet, locker }) =>
          name === ""
            ? `Locker ${locker} of ${cabinet} has no name any more.`
            : `Locker ${locker} of ${cabinet} is called "${plain(name)}".`,
        );
      });
    });
}
