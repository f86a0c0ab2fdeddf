/** What commander knows of the commands, plain, for the man page and the shells' completion. */
import type { Command } from "commander";

export interface OptionFacts {
  /** As `-r, --reason <text>`. */
  readonly flags: string;
  readonly names: readonly string[];
  readonly about: string;
}

export interface CommandFacts {
  readonly name: string;
  readonly usage: string;
  readonly about: string;
  readonly options: readonly OptionFacts[];
}

export interface ProgramFacts extends CommandFacts {
  readonly commands: readonly CommandFacts[];
}

export function factsOf(program: Command): ProgramFacts {
  const help = program.createHelp();
  const commands = help.visibleCommands(program).map((command) => commandFacts(command));
  return { ...commandFacts(program), commands };
}

function commandFacts(command: Command): CommandFacts {
  const help = command.createHelp();
  return {
    name: command.name(),
    usage: command.usage(),
    about: command.description(),
    options: help
      .visibleOptions(command)
      // Each has it; said once, of the program.
      .filter(({ long }) => long !== "--help" || command.parent === null)
      .map(({ flags, short, long, description }) => ({
        flags,
        names: [short, long].filter((name) => name !== undefined && name !== null),
        about: description,
      })),
  };
}
