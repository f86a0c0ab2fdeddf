/** Logging: JSON lines for machines, short lines for a person at a terminal. */
import { type Logger, pino } from "pino";
import { formatForPeople } from "./log-format.ts";

export type { Logger };

export interface LogOptions {
  name: string;
  level: "debug" | "info" | "warn" | "error";
  /** Where the lines go; by default to stdout. */
  out?: { write(line: string): unknown; isTTY?: boolean };
}

/** A second line of defence: nothing logs these on purpose. */
const REDACTED = ["pin", "phone", "text"].flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);

export function createLogger({ name, level, out = process.stdout }: LogOptions): Logger {
  const options = {
    name,
    level,
    base: { name },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: REDACTED, censor: (value: unknown) => (isMasked(value) ? value : "[redacted]") },
  };
  if (out.isTTY) return pino(options, { write: (line: string) => out.write(formatForPeople(line)) });
  return out === process.stdout ? pino(options) : pino(options, { write: (line: string) => out.write(line) });
}

/** The last digits, enough to recognise a number that one knows: "… 567". Short numbers show none. */
export function maskPhone(phone: string): string {
  const digits = phone.replaceAll(/\D/g, "");
  return digits.length < 6 ? "…" : `… ${digits.slice(-3)}`;
}

function isMasked(value: unknown): boolean {
  return typeof value === "string" && /^…( \d{3})?$/.test(value);
}
