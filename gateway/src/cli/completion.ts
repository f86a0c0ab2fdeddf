/** Completion for three shells, made of the commands themselves: names of commands, then their options; then files. */
import type { Command } from "commander";
import { factsOf, type OptionFacts, type ProgramFacts } from "./command-tree.ts";

type Shell = "bash" | "zsh" | "fish";

export function completionScript(program: Command, shell: Shell): string {
  return WRITERS[shell](factsOf(program));
}

const WRITERS: Readonly<Record<Shell, (facts: ProgramFacts) => string>> = { bash, zsh, fish };

function bash({ commands, options }: ProgramFacts): string {
  const cases = commands.map(({ name, options: own }) => `    ${name}) words="${flags(own)}" ;;`);
  const withValue = options.filter(takesValue).flatMap(({ names }) => names);
  return `# bash completion for holdfast
_holdfast() {
  local current=\${COMP_WORDS[COMP_CWORD]} command="" value="" word words
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [ "$value" ]; then value=""; continue; fi
    case $word in ${withValue.join("|")}) value=1 ;; -*) ;; *) command=$word; break ;; esac
  done
  case $value$command in
    "") words="${commands.map(({ name }) => name).join(" ")} ${flags(options)}" ;;
${cases.join("\n")}
    *) words="" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _holdfast holdfast
`;
}

function zsh({ commands, options }: ProgramFacts): string {
  const described = commands.map(({ name, about }) => `    '${name}:${zshText(about)}'`);
  const cases = commands.map(
    ({ name, options: own }) => `    ${name}) _arguments ${zshOptions(own)} '*:file:_files' ;;`,
  );
  return `#compdef holdfast
_holdfast() {
  local -a commands=(
${described.join("\n")}
  )
  local context state line
  _arguments -C ${zshOptions(options)} '1: :->command' '*:: :->rest'
  case $state in
    command) _describe command commands ;;
    rest) case $words[1] in
${cases.join("\n")}
    esac ;;
  esac
}
_holdfast "$@"
`;
}

function zshOptions(options: readonly OptionFacts[]): string {
  return options
    .flatMap(({ names, about, flags: text }) =>
      names.map(
        (name) => `'${name}[${zshText(about)}]${takesValue({ flags: text }) ? ":value:_files" : ""}'`,
      ),
    )
    .join(" ");
}

function zshText(text: string): string {
  return text.replaceAll("'", "").replaceAll(/[[\]:]/g, (sign) => `\\${sign}`);
}

function fish({ commands, options }: ProgramFacts): string {
  const names = commands.map(({ name }) => name).join(" ");
  const line = (condition: string, rest: string) => `complete -c holdfast -n '${condition}' ${rest}`;
  return `${[
    "# fish completion for holdfast",
    `set -l commands ${names}`,
    ...commands.map(({ name, about }) =>
      line("__fish_use_subcommand", `-f -a ${name} -d '${fishText(about)}'`),
    ),
    ...options.map((option) => line("__fish_use_subcommand", fishOption(option))),
    ...commands.flatMap(({ name, options: own }) =>
      own.map((option) => line(`__fish_seen_subcommand_from ${name}`, fishOption(option))),
    ),
  ].join("\n")}\n`;
}

function fishOption({ names, about, flags: text }: OptionFacts): string {
  const parts = names.map((name) => (name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  return `${parts.join(" ")}${takesValue({ flags: text }) ? " -r" : ""} -d '${fishText(about)}'`;
}

function fishText(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("'", "\\'");
}

function takesValue({ flags }: Pick<OptionFacts, "flags">): boolean {
  return flags.includes("<");
}

function flags(options: readonly OptionFacts[]): string {
  return options.flatMap(({ names }) => names).join(" ");
}
