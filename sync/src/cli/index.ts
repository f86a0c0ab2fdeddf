/** Definitions of commands, to be registered with a command line. */
export { centralCommand } from "./central-command.ts";
export type { Output } from "./output.ts";
