/**
 * Imported before anything else by our processes. V8 optimises what ran hot for a moment, which at start means code that
 * never runs again, and reading its optimising compiler into memory costs 4 MB. So nothing is optimised until the
 * process is ready, and after that only what stays hot, as under a flood of requests: the budget counts bytes of
 * bytecode run by a function, 67,584 by default.
 */
import { setFlagsFromString } from "node:v8";

setFlagsFromString("--no-opt");
setFlagsFromString("--interrupt-budget=10000000");

export function allowOptimising(): void {
  setFlagsFromString("--opt");
}
