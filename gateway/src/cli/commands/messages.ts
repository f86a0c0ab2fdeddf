import type { Command } from "commander";
import type { OperatorMessage } from "../../contract/index.ts";
import { withGateway } from "../context.ts";
import { type Column, table } from "../table.ts";
import { localTime } from "../text.ts";

const COLOURS = { queued: "yellow", sent: "green", failed: "red" } as const;

const COLUMNS: Column<OperatorMessage>[] = [
  { title: "ID", value: ({ id }) => id, right: true },
  { title: "TIME", value: ({ at }) => localTime(at) },
  { title: "CABINET", value: ({ cabinet }) => cabinet },
  { title: "LOCKER", value: ({ locker }) => locker, right: true },
  { title: "PHONE", value: ({ phone }) => phone },
  { title: "STATE", value: ({ state }) => state, colour: ({ state }) => COLOURS[state] },
  { title: "TRIES", value: ({ attempts }) => attempts, right: true },
  { title: "LAST ERROR", value: ({ lastError }) => lastError },
];

export function addMessages(program: Command): void {
  program
    .command("messages")
    .description("the message outbox, newest first, without the texts")
    .action(async (_options: object, command: Command) => {
      await withGateway(command, async ({ client, print }) => {
        print(await client.call("messages", {}), (rows) => table(COLUMNS, rows, "No message was sent yet."));
      });
    });
}
