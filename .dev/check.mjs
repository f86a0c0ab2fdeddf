/** `npm run check`: types, lint, format, and generated code as it would be generated now. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const tsc = "node_modules/typescript/bin/tsc";
const packages = [
  ".dev",
  "firmware/protocol",
  "firmware/bridge",
  "firmware/controller",
  "firmware/virtual",
  "gateway",
  "sync",
  "web/server",
  "web/ui",
  "web",
  "systemd",
  "bench",
];

const steps = [
  ["types", tsc, "-b"],
  ...packages
    .map((name) => `${name}/test`)
    .filter((folder) => existsSync(join(root, folder, "tsconfig.json")))
    .map((folder) => [`types of ${folder}`, tsc, "-p", folder]),
  ["lint and format", "node_modules/@biomejs/biome/bin/biome", "check", "."],
  ["generated messages.h", "firmware/protocol/dist/generate.js", "--check"],
  ["generated font", "firmware/controller/dist/generate-font.js", "--check"],
];

let failed = 0;
for (const [name, file, ...args] of steps) {
  console.log(`check: ${name}`);
  const result = spawnSync(process.execPath, [join(root, file), ...args], { cwd: root, stdio: "inherit" });
  if (result.status !== 0) {
    console.error(`check: ${name} failed`);
    failed++;
  }
}
process.exit(failed === 0 ? 0 : 1);
