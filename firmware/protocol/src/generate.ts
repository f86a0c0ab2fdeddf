/** Writes the generated C header when it differs; with --check it only says so and exits with 1. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cHeader } from "./c-header.ts";

const target = new URL("../../controller/core/messages.h", import.meta.url);
const wanted = cHeader();
const current = existsSync(target) ? readFileSync(target, "utf8") : "";

if (current !== wanted) {
  if (process.argv.includes("--check")) {
    console.error("firmware/controller/core/messages.h is stale: run `npm run build` and commit it");
    process.exitCode = 1;
  } else {
    writeFileSync(target, wanted);
    console.log("wrote firmware/controller/core/messages.h");
  }
}
