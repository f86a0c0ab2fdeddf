/** The one option of our processes: --config FILE, else the usual places. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { StartupError } from "../startup-error.ts";

const PLACES = ["holdfast.toml", "/etc/holdfast/holdfast.toml"];

export function configFile(given?: string): string {
  if (given !== undefined) return resolve(given);
  const found = PLACES.find((place) => existsSync(place));
  if (found === undefined) {
    throw new StartupError("configuration_unreadable", `There is neither ${PLACES.join(" nor ")}.`);
  }
  return resolve(found);
}

export function configOption(args: readonly string[]): string {
  try {
    const { values } = parseArgs({ args: [...args], options: { config: { type: "string" } } });
    return configFile(values.config);
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError("configuration_unreadable", (error as Error).message);
  }
}
