/** Builds everything that a start needs: generated code, TypeScript, the customer's page. Quick when nothing changed. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

function run(folder, file, ...args) {
  const result = spawnSync(process.execPath, [join(root, file), ...args], {
    cwd: join(root, folder),
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (result.status !== 0) process.exit(result.status ?? 1);
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .sort();
}

function buildPage() {
  const folder = join(root, "web/ui");
  const stamp = join(folder, "dist/.built-from");
  const sources = [
    ...filesBelow(join(folder, "src")),
    join(folder, "index.html"),
    join(folder, "vite.config.ts"),
    join(root, "package-lock.json"),
  ];
  const hash = createHash("sha256");
  for (const path of sources.filter(existsSync))
    hash.update(path.slice(root.length)).update(readFileSync(path));
  const wanted = hash.digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  run("web/ui", "node_modules/vite/bin/vite.js", "build", "--logLevel", "warn");
  writeFileSync(stamp, wanted);
}

run(".", "node_modules/typescript/bin/tsc", "-b", "firmware/protocol");
run(".", "firmware/protocol/dist/generate.js");
run(".", "node_modules/typescript/bin/tsc", "-b", "firmware/controller");
run(".", "firmware/controller/dist/generate-font.js");
run(".", "node_modules/typescript/bin/tsc", "-b");
run(".", ".dev/bundle.mjs");
buildPage();
