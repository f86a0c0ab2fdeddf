import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const SETUP = fileURLToPath(new URL("../setup.mjs", import.meta.url));

/** A machine with nothing on its path but these scripts. */
function machineWith(scripts: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-setup-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  symlinkSync("/usr/bin/env", join(folder, "env"));
  for (const [name, body] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [SETUP, ...args], {
      env: { PATH: folder, ASKED: join(folder, "asked") },
      encoding: "utf8",
    });
    return { status, said: stdout + stderr };
  };
  return { folder, run };
}

test("a start needs nothing that is not there already", () => {
  expect(machineWith().run()).toEqual({ status: 0, said: "" });
});

test("without apt-get it names what it needs and why", () => {
  const { status, said } = machineWith().run("--test");
  expect(status).toBe(1);
  expect(said).toMatch(/gcc-avr +builds the firmware/);
  expect(said).toMatch(/This machine has no apt-get: install .*gcc-avr.*chromium/);
});

test("with the right to do so it installs what is missing, and only that", () => {
  const { folder, run } = machineWith({
    "avr-gcc": "exit 0",
    sudo: 'shift; exec "$@"',
    "apt-get": 'echo "$@" >> "$ASKED"',
  });
  expect(run("--firmware").status).toBe(0);
  const asked = readFileSync(join(folder, "asked"), "utf8").trim().split("\n");
  expect(asked[0]).toBe("update");
  expect(asked[1]).toMatch(/^install -y --no-install-recommends .*binutils-avr/);
  expect(asked[1]).not.toContain("gcc-avr");
});

test("an apt-get that fails ends it with the line to run", () => {
  const { status, said } = machineWith({ sudo: 'shift; exec "$@"', "apt-get": "exit 100" }).run("--firmware");
  expect(status).toBe(1);
  expect(said).toMatch(/apt-get failed: mend it, then run\n +apt-get install -y/);
});
