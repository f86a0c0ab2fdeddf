import type { Command } from "commander";
import type { Status } from "../../contract/index.ts";
import { withGateway } from "../context.ts";
import { describeSync } from "../sync-line.ts";
import { type Column, table } from "../table.ts";
import { duration, paint, plain } from "../text.ts";

type Cabinet = Status["cabinets"][number];

const COLUMNS: Column<Cabinet>[] = [
  { title: "CABINET", value: ({ id }) => id },
  { title: "NAME", value: ({ name }) => name },
  { title: "LINK", value: ({ link }) => link, colour: ({ link }) => (link === "up" ? "green" : "red") },
  { title: "HEARD", value: ({ lastHeard }) => heard(lastHeard) },
  { title: "PORT", value: ({ port }) => port },
  { title: "FIRMWARE", value: ({ firmware }) => firmware },
  {
    title: "JOURNAL",
    value: ({ journal }) => journal && `${journal.acknowledged}/${journal.last}`,
    right: true,
  },
  { title: "DROPPED", value: ({ frames }) => frames.dropped, right: true },
  { title: "PROBLEM", value: ({ problem }) => problem, colour: () => "red" },
];

/** Only where there are such cabinets. */
const BRIDGE: Column<Cabinet> = {
  title: "WI-FI",
  value: ({ bridge }) => bridge && `${bridge.rssi} dBm, ${duration(bridge.uptime)}, ${bridge.dropped} lost`,
};

export function addStatus(program: Command): void {
  program
    .command("status")
    .description("how the gateway and its cabinets are")
    .action(async (_options: object, command: Command) => {
      await withGateway(command, async ({ client, print }) =>
        print(await client.call("status", {}), describe),
      );
    });
}

function describe({ version, uptime, ledger, problems, messages, sync, cabinets }: Status): string {
  const failed = paint(messages.failed > 0 ? "red" : undefined, `${messages.failed} failed`);
  return [
    `holdfast ${plain(version)}, up ${duration(uptime)}`,
    `ledger    ${ledger.events} events, head ${plain(ledger.head.slice(0, 16))}`,
    `messages  ${messages.queued} queued, ${failed}, by ${plain(messages.provider)}`,
    ...(sync ? describeSync(sync) : []),
    ...problems.flatMap(({ message, hint }) => [
      paint("red", `problem   ${plain(message)}`),
      `          ${plain(hint)}`,
    ]),
    "",
    table(columnsFor(cabinets), cabinets, "There are no cabinets."),
  ].join("\n");
}

function columnsFor(cabinets: readonly Cabinet[]): Column<Cabinet>[] {
  if (!cabinets.some(({ bridge }) => bridge)) return COLUMNS;
  return [...COLUMNS.slice(0, -1), BRIDGE, ...COLUMNS.slice(-1)];
}

function heard(seconds: number | undefined): string {
  return seconds === undefined ? "never" : `${duration(seconds)} ago`;
}
