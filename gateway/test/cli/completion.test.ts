import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { runHoldfast } from "../support/run-holdfast.ts";

async function script(shell: string): Promise<string> {
  const { code, stdout } = await runHoldfast(["completion", shell]);
  expect(code).toBe(0);
  return stdout;
}

/** What bash offers for a line, the last word of which is being typed. */
function offered(completion: string, ...words: string[]): string[] {
  const line = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}`;
  const program = `${completion}\n${line}\n_holdfast\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync("bash", ["-c", program], { encoding: "utf8" });
  expect(stderr).toBe("");
  return stdout.split("\n").filter((word) => word !== "");
}

test("bash completes commands and their options", async () => {
  const completion = await script("bash");
  expect(offered(completion, "holdfast", "do")).toEqual(["doctor"]);
  expect(offered(completion, "holdfast", "flash", "--p")).toEqual(["--programmer", "--port"]);
  expect(offered(completion, "holdfast", "--json", "stat")).toEqual(["status"]);
  expect(offered(completion, "holdfast", "--socket", "/run/x.sock", "stat")).toEqual(["status"]);
  expect(offered(completion, "holdfast", "flash", "--json")).toEqual([]);
  // Nothing of ours: bash offers files.
  expect(offered(completion, "holdfast", "--socket", "")).toEqual([]);
});

test.each(["zsh", "fish"])("the script for %s knows each command with what it does", async (shell) => {
  const text = await script(shell);
  for (const name of ["doctor", "flash", "setup", "pair", "restore"]) expect(text).toContain(name);
  expect(text).toContain("how the gateway and its cabinets are");
  expect(text).not.toContain("man-page");
});

test("another shell is refused", async () => {
  const { code, stderr } = await runHoldfast(["completion", "tcsh"]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("bash, zsh, fish") });
});

test("the man page tells every command, option and exit code", async () => {
  const { stdout } = await runHoldfast(["man-page"]);
  for (const name of ["setup", "doctor", "flash"]) expect(stdout).toContain(`.SS "holdfast ${name} `);
  expect(stdout).toContain(".B \\-r, \\-\\-reason <text>");
  expect(stdout).toContain(".TP\n.B 75\n");
  expect(stdout).not.toContain("holdfast man\\-page");
});
