/** The licences of everything in the package, as Debian's copyright file (machine-readable, DEP-5) and as full texts. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { NpmPackage } from "./lockfile.ts";
import { inTree } from "./paths.ts";

const LICENCE_FILE = /^(licen[cs]e|copying)([.-].*)?$/i;
const RULE = "-".repeat(80);

/** Every package with its own licence text; where it has none, with the name of its licence. */
export function licenceTexts(packages: readonly NpmPackage[]): string {
  return packages
    .map((one) => {
      const text = licenceOf(one) ?? `(No text in the package. Licence: ${one.license})`;
      return `${RULE}\n${one.name} ${one.version}: ${one.license}\n${RULE}\n\n${text.trim()}\n`;
    })
    .join("\n");
}

export function copyright(packages: readonly NpmPackage[]): string {
  const own = readFileSync(inTree("LICENSE"), "utf8").trim();
  const rows = packages.map(({ name, version, license }) => `  ${name} ${version}: ${license}`);
  return `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: holdfast
Comment: Contains these npm packages; their texts are in /usr/share/doc/holdfast/licences.txt.gz
${rows.join("\n")}

Files: *
Copyright: ${/^Copyright (?:\(c\) )?(.*)$/m.exec(own)?.[1] ?? "the holdfast authors"}
License: MIT

License: MIT
${own
  .split("\n")
  .map((line) => (line.trim() === "" ? " ." : ` ${line}`))
  .join("\n")}
`;
}

function licenceOf({ path }: NpmPackage): string | undefined {
  const folder = inTree(path);
  if (!existsSync(folder)) return undefined;
  const name = readdirSync(folder).find((file) => LICENCE_FILE.test(file));
  return name === undefined ? undefined : readFileSync(join(folder, name), "utf8").replaceAll("\r\n", "\n");
}
