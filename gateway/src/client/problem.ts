/** Makes the HoldfastError again that the gateway answered as a problem. */
import { ERRORS, type ErrorCode, HoldfastError, Problem } from "../contract/index.ts";

export function fromProblem(value: unknown): HoldfastError {
  const parsed = Problem.safeParse(value);
  if (!parsed.success) return new HoldfastError("internal", { detail: "The answer is none of a gateway." });
  const { code, message, retryAfter, triesLeft } = parsed.data.error;
  // A gateway of another release may know codes that this one does not.
  if (!isErrorCode(code)) return new HoldfastError("internal", { detail: `${code}: ${message}` });
  const general: string = ERRORS[code].message;
  const detail = message.startsWith(general) ? message.slice(general.length).trim() : "";
  return new HoldfastError(code, {
    ...(retryAfter !== undefined && { retryAfter }),
    ...(triesLeft !== undefined && { triesLeft }),
    ...(detail !== "" && { detail }),
  });
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code);
}
