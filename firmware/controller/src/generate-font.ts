/** Writes the files made of the font where they differ; with --check it only says so and exits with 1. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fontOutputs } from "./font-outputs.ts";

for (const [path, wanted] of Object.entries(fontOutputs())) {
  const target = new URL(`../../${path}`, import.meta.url);
  if (existsSync(target) && readFileSync(target, "utf8") === wanted) continue;
  if (process.argv.includes("--check")) {
    console.error(
      `firmware/${path} is stale: run \`node firmware/controller/dist/generate-font.js\` and commit it`,
    );
    process.exitCode = 1;
  } else {
    mkdirSync(new URL(".", target), { recursive: true });
    writeFileSync(target, wanted);
    console.log(`wrote firmware/${path}`);
  }
}
