/** `npm run firmware`: builds the firmware and keeps the result in firmware/release. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildFirmware, HEX_NAME, RELEASE } from "./firmware.ts";
import { BuildError } from "./toolchain.ts";

try {
  const { hex, manifest } = buildFirmware("build");
  mkdirSync(RELEASE, { recursive: true });
  writeFileSync(join(RELEASE, HEX_NAME), hex);
  writeFileSync(join(RELEASE, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  console.log(
    `firmware ${manifest.version}: ${manifest.flash} bytes of flash, ${manifest.ram} bytes of static RAM`,
  );
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  console.error(`${error.message}\n${error.hint}`);
  process.exitCode = 1;
}
