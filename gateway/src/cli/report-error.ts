/** Tells a person what went wrong and what to do, on stderr, and gives the exit code. */
import { CommanderError } from "commander";
import { HoldfastError } from "../contract/index.ts";
import { EXIT, exitCodeOf } from "./exit-codes.ts";
import { plain } from "./text.ts";
import { UsageError } from "./usage-error.ts";

export function reportError(error: unknown): number {
  // Commander has said it already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof UsageError) return say("usage", error, EXIT.usage);
  if (error instanceof HoldfastError) return say(error.code, hinted(error), exitCodeOf(error.code));
  if (tellsItself(error)) return say(error.code, error, error.exitCode);
  process.stderr.write(`error internal: ${error instanceof Error ? error.stack : String(error)}\n`);
  return EXIT.internal;
}

/** What a person is told of it; undefined for a mistake of ours. */
export function reasonOf(error: unknown): { readonly message: string; readonly hint: string } | undefined {
  if (error instanceof HoldfastError) return hinted(error);
  return tellsItself(error) ? error : undefined;
}

/** A StartupError, or the like of a program beside us. */
interface TellingError extends Error {
  readonly code: string;
  readonly hint: string;
  readonly exitCode: number;
}

function tellsItself(error: unknown): error is TellingError {
  if (!(error instanceof Error)) return false;
  const { code, hint, exitCode } = error as Partial<TellingError>;
  return !!code && !!hint && typeof exitCode === "number";
}

/** The hint of the contract speaks to a customer; whoever has a shell can do more. */
function hinted(error: HoldfastError): HoldfastError | { message: string; hint: string } {
  if (error.code !== "gateway_unreachable") return error;
  const reason = (error.cause as NodeJS.ErrnoException | undefined)?.message;
  const hint = reason?.includes("EACCES")
    ? "Run it as the user of the gateway, or with sudo."
    : "Start the gateway: systemctl start holdfast-gateway where it is installed, else holdfast up";
  return { message: reason === undefined ? error.message : `${error.message} (${reason})`, hint };
}

function say(code: string, error: { message: string; hint: string }, exitCode: number): number {
  const retryAfter = error instanceof HoldfastError ? error.figures.retryAfter : undefined;
  const wait = retryAfter === undefined ? "" : ` Possible again in ${retryAfter} s.`;
  process.stderr.write(
    `error ${code}: ${error.message.split("\n").map(plain).join("\n")}\nhint: ${error.hint}${wait}\n`,
  );
  return exitCode;
}
