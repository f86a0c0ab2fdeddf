/** The configuration of a site that is built again: what is there now, completed from the file that was lost. */
import { basename } from "node:path";
import { stringify } from "smol-toml";
import { type SitePaths, sitePaths } from "./paths.ts";
import { checkConfiguration, parseToml, readText } from "./read.ts";
import { operatorView } from "./schema.ts";

export interface CompletedConfiguration {
  readonly paths: SitePaths;
  /** Files beside the configuration file, by the end of their names. */
  readonly beside: ReadonlyMap<string, string>;
  /** What the configuration file says from now on; undefined: what it says now. */
  readonly text: string | undefined;
}

export const LOST_FILE = ".from-central";
export const FORMER_FILE = ".before-restore";

/**
 * A file that has no cabinet yet gets all that it lacks from the lost one, section by section. Another one stays, and the
 * lost one stands beside it. Throws StartupError.
 */
export function completeConfiguration(file: string, lost: string | undefined): CompletedConfiguration {
  const present = readText(file);
  const name = basename(file);
  const sections = parseToml(name, present) as Record<string, unknown>;
  const pathsOf = (tables: unknown) =>
    sitePaths(file, checkConfiguration(name, tables, operatorView()).gateway);
  if (lost === undefined || lost === present) {
    return { paths: pathsOf(sections), beside: new Map(), text: undefined };
  }
  if (sections["cabinet"] !== undefined) {
    return { paths: pathsOf(sections), beside: new Map([[LOST_FILE, lost]]), text: undefined };
  }
  const lostSections = parseToml(`${name}${LOST_FILE}`, lost) as Record<string, unknown>;
  const whole = { ...lostSections, ...sections };
  return {
    paths: pathsOf(whole),
    beside: new Map([
      [LOST_FILE, lost],
      [FORMER_FILE, present],
    ]),
    text: `# Completed by holdfast restore. The lost file with its comments: ${name}${LOST_FILE}\n\n${stringify(whole)}`,
  };
}
