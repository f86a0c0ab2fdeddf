/** The controller's core, built for this machine with the address and undefined-behaviour sanitizers. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const controller = fileURLToPath(new URL("..", import.meta.url));
const program = join(controller, "build", "core-tests");

function sources(folder: string): string[] {
  return readdirSync(join(controller, folder))
    .filter((name) => name.endsWith(".c"))
    .map((name) => join(folder, name));
}

function buildTests(): string[] {
  mkdirSync(join(controller, "build"), { recursive: true });
  const flags = ["-std=c11", "-O1", "-g", "-Wall", "-Wextra", "-Werror", "-Icore", "-Ihost"];
  const sanitizers = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
  const files = ["core", "host", "host/tests"].flatMap(sources);
  execFileSync("clang", [...flags, ...sanitizers, ...files, "-o", program], { cwd: controller });
  return execFileSync(program, ["--list"], { encoding: "utf8" }).trim().split("\n");
}

test.each(buildTests())("%s", (name) => {
  const { status, stderr } = spawnSync(program, [name], { encoding: "utf8" });
  expect(status, stderr).toBe(0);
});
