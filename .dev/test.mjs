/** `npm test`: build, check, then all tests. Arguments go to vitest: `npm test -- gateway/test/ledger`. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

for (const [file, ...args] of [
  [".dev/build.mjs"],
  [".dev/check.mjs"],
  ["node_modules/vitest/vitest.mjs", "run", ...process.argv.slice(2)],
]) {
  const result = spawnSync(process.execPath, [join(root, file), ...args], { cwd: root, stdio: "inherit" });
  if (result.status !== 0) process.exit(result.status ?? 1);
}
