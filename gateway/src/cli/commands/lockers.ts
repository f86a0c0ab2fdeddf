import type { Command } from "commander";
import { HoldfastError, type OperatorLocker } from "../../contract/index.ts";
import { type Context, withGateway } from "../context.ts";
import { type Column, table } from "../table.ts";
import { localTime } from "../text.ts";

const COLOURS = { free: "green", held: undefined, out_of_service: "yellow", faulty: "red" } as const;

const LABEL: Column<OperatorLocker> = { title: "LABEL", value: ({ label }) => label };
const COLUMNS: readonly Column<OperatorLocker>[] = [
  { title: "CABINET", value: ({ cabinet }) => cabinet },
  { title: "LOCKER", value: ({ number }) => number, right: true },
  LABEL,
  {
    title: "STATE",
    value: ({ state }) => state.replaceAll("_", " "),
    colour: ({ state }) => COLOURS[state],
  },
  {
    title: "DOOR",
    value: ({ door }) => door,
    colour: ({ door }) => (door === "open" ? "yellow" : undefined),
  },
  { title: "PHONE", value: ({ phone }) => phone },
  { title: "SINCE", value: ({ since }) => since && localTime(since) },
  { title: "WRONG PINS", value: ({ wrongTries }) => wrongTries || "", right: true },
];

export function addLockers(program: Command): void {
  program
    .command("lockers")
    .description("every locker with who holds it")
    .option("--cabinet <id>", "of this cabinet only")
    .action(async ({ cabinet }: { cabinet?: string }, command: Command) => {
      await withGateway(command, (context) => printLockers(context, cabinet));
    });
}

async function printLockers({ client, print }: Context, cabinet?: string): Promise<void> {
  const all = await client.call("lockers", {});
  const lockers = all.filter((locker) => cabinet === undefined || locker.cabinet === cabinet);
  if (cabinet !== undefined && lockers.length === 0) throw new HoldfastError("no_such_cabinet");
  const labelled = lockers.some(({ label }) => label !== undefined);
  const columns = COLUMNS.filter((column) => column !== LABEL || labelled);
  print(lockers, (rows) => table(columns, rows, "There are no lockers."));
}
