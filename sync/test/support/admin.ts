/** A central admin at a shell: the real programs, run as people run them. */
import { expect } from "vitest";
import { runHoldfast } from "../../../gateway/test/support/run-holdfast.ts";
import type { Login } from "./site-machine.ts";
import type { UsedCentral } from "./use-central.ts";

export function adminOf(test: UsedCentral) {
  /** Any outcome. */
  const run = (...args: string[]) =>
    runHoldfast(["central", ...args, "--mysql-socket", test.central.mariadb.socketPath]);
  /** What it prints when it succeeds. */
  async function admin(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return stdout;
  }
  async function loginOf(...args: string[]): Promise<Login> {
    const { user, password } = JSON.parse(await admin(...args, "--json"));
    return { user, password };
  }
  return { run, admin, loginOf };
}
