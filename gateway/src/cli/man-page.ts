/** holdfast(1), made of the commands themselves: man(7) macros, reproducible. */
import type { Command } from "commander";
import { type CommandFacts, factsOf, type OptionFacts } from "./command-tree.ts";
import { EXIT_HELP } from "./exit-codes.ts";

const FILES: readonly (readonly [string, string])[] = [
  ["/etc/holdfast/holdfast.toml", "the configuration; holdfast setup writes it"],
  ["/etc/credstore", "secrets: CABINET.key, sync-password, sms-token"],
  ["/var/lib/holdfast", "the ledger, its own backups, and the keys of the cabinets"],
  ["/var/backups/holdfast", "a copy of the ledger a day, of the last fourteen days"],
  ["/run/holdfast/operator.sock", "where the gateway takes what operators ask for"],
];

export function manPage(program: Command, date: string): string {
  const { commands, options, about } = factsOf(program);
  return `${[
    `.TH HOLDFAST 1 "${date}" "holdfast" "User Commands"`,
    ".SH NAME",
    `holdfast \\- ${escaped(lowerFirst(about).replace(/\.$/, ""))}`,
    ".SH SYNOPSIS",
    ".B holdfast\n[\\fIoptions\\fR] \\fIcommand\\fR [\\fIarguments\\fR]",
    ".SH DESCRIPTION",
    "Works on the gateway of this machine through its operator socket, which belongs to root and the user holdfast.",
    "Operations, step by step, are in /usr/share/doc/holdfast/OPERATIONS.md.",
    ".SH OPTIONS",
    ...options.map(optionText),
    ".SH COMMANDS",
    ...commands.flatMap(commandText),
    ".SH EXIT STATUS",
    ...exitCodes(),
    ".SH FILES",
    ...FILES.map(([path, what]) => `.TP\n.I ${escaped(path)}\n${escaped(what)}`),
    ".SH ENVIRONMENT",
    ".TP\n.B HOLDFAST_SOCKET\nThe operator socket, where \\-\\-socket does not name it.",
    ".TP\n.B NO_COLOR\nWith any value: no colours.",
    ".SH SEE ALSO",
    ".BR systemctl (1),\n.BR journalctl (1),\n.BR avrdude (1)",
  ].join("\n")}\n`;
}

function commandText({ name, usage, about, options }: CommandFacts): string[] {
  const title = `.SS "holdfast ${escaped(`${name} ${usage}`.trim())}"`;
  return [title, escaped(sentence(about)), ...options.map(optionText)];
}

function optionText({ flags, about }: OptionFacts): string {
  return `.TP\n.B ${escaped(flags)}\n${escaped(sentence(about))}`;
}

function exitCodes(): string[] {
  const rows = EXIT_HELP.split("\n").map((line) => /^\s+(\d+)\s+(.*)$/.exec(line));
  return rows.flatMap((row) => (row ? [`.TP\n.B ${row[1]}\n${escaped(row[2] ?? "")}`] : []));
}

function sentence(text: string): string {
  const first = text.slice(0, 1).toUpperCase() + text.slice(1);
  return first.endsWith(".") ? first : `${first}.`;
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

/** A line of roff: nothing in it is a macro or an escape. */
function escaped(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll('"', "\\(dq")
    .replace(/^([.'])/, "\\&$1");
}
