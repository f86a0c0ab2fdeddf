/** Holds input against a schema of the contract and names what does not fit, never quoting it. */
import type { z } from "zod";
import { type ErrorCode, HoldfastError } from "../contract/index.ts";

/** A mistake in one of these fields has its own code, for routes that name it. */
const FIELD_CODES: Readonly<Record<string, ErrorCode>> = {
  cabinet: "no_such_cabinet",
  locker: "no_such_locker",
  receipt: "no_such_receipt",
  phone: "bad_phone",
  pin: "bad_pin",
  reason: "reason_missing",
  label: "bad_label",
};

const MISTAKES_NAMED = 5;

export function validate<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  codes: readonly ErrorCode[],
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { issues } = result.error;
  for (const issue of issues) {
    const code = FIELD_CODES[String(issue.path[0])];
    if (code !== undefined && codes.includes(code)) throw new HoldfastError(code);
  }
  // Messages of zod name types and limits, not values; paths are names from the schema.
  const named = issues.slice(0, MISTAKES_NAMED).map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new HoldfastError("bad_request", { detail: `${named.join("; ")}.` });
}
