import { type Command, InvalidArgumentError } from "commander";
import type { LedgerEvent } from "../../contract/index.ts";
import { type Context, withGateway } from "../context.ts";
import { type Column, heading, line, table } from "../table.ts";
import { localTime } from "../text.ts";

interface Options {
  follow?: boolean;
  last: number;
  cabinet?: string;
}

/** Widths for events that are printed as they come. */
const COLUMNS: Column<LedgerEvent>[] = [
  { title: "EVENT", value: ({ sequence }) => sequence, right: true, width: 7 },
  { title: "TIME", value: ({ at }) => localTime(at), width: 19 },
  { title: "CABINET", value: ({ cabinet }) => cabinet, width: 10 },
  { title: "LOCKER", value: ({ locker }) => locker, right: true },
  { title: "WHAT", value: ({ kind }) => kind, width: 18 },
  {
    title: "OUTCOME",
    value: ({ outcome }) => outcome,
    width: 12,
    colour: ({ outcome }) => (outcome === undefined || outcome === "done" ? undefined : "yellow"),
  },
  { title: "BY", value: ({ actor }) => actor, width: 10 },
  { title: "PHONE", value: ({ phone }) => phone, width: 5 },
  { title: "REASON", width: 40, value: ({ reason, detail }) => reason ?? (detail && JSON.stringify(detail)) },
];

export function addEvents(program: Command): void {
  program
    .command("events")
    .description("what happened, oldest first")
    .option("-f, --follow", "go on with each new event, until Ctrl-C")
    .option("-n, --last <number>", "so many of the newest events, at most 1000", readNumber, 20)
    .option("--cabinet <id>", "of this cabinet only")
    .action(async (options: Options, command: Command) => {
      await withGateway(command, (context) =>
        options.follow ? follow(context, options) : printLast(context, options),
      );
    });
}

function readNumber(word: string): number {
  const number = Number(word);
  if (/^[0-9]+$/.test(word) && number >= 1 && number <= 1000) return number;
  throw new InvalidArgumentError("It must be a number from 1 to 1000.");
}

async function printLast({ client, print }: Context, options: Options): Promise<void> {
  const events = await client.call("events", { query: queryOf(options) });
  print(events, (rows) => table(COLUMNS, rows, "Nothing happened yet."));
}

async function follow({ client, json }: Context, options: Options): Promise<void> {
  const write = (event: LedgerEvent) => {
    process.stdout.write(`${json ? JSON.stringify(event) : line(COLUMNS, event)}\n`);
  };
  // Asked first: a gateway that is not there is an error now, and a reason to wait later.
  const past = await client.call("events", { query: queryOf(options) });
  const newest = await client.call("events", { query: { last: 1 } });
  let after = Math.max(past.at(-1)?.sequence ?? 0, newest.at(-1)?.sequence ?? 0);
  if (!json) process.stdout.write(`${heading(COLUMNS)}\n`);
  past.forEach(write);
  client.follow("liveEvents", () => ({ query: { after } }), {
    event: ({ data }) => {
      after = data.sequence;
      if (options.cabinet === undefined || data.cabinet === options.cabinet) write(data);
    },
    down: (error) => process.stderr.write(`${error.message} Trying again.\n`),
  });
  await new Promise<never>(() => {});
}

function queryOf({ last, cabinet }: Options): { last: number; cabinet?: string } {
  return { last, ...(cabinet !== undefined && { cabinet }) };
}
