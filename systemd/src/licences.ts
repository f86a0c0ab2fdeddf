/** The licences of everything in the package, as Debian's copyright file (machine-readable, DEP-5) and as full texts. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CompiledIn } from "./compiled-in.ts";
import type { NpmPackage } from "./lockfile.ts";
import { inTree } from "./paths.ts";

const LICENCE_FILE = /^(licen[cs]e|copying)([.-].*)?$/i;
const RULE = "-".repeat(80);

/** Every package with its own licence text; where it has none, with the name of its licence. */
export function licenceTexts(packages: readonly NpmPackage[], compiledIn: readonly CompiledIn[]): string {
  const ofPackages = packages.map((one) => {
    return { ...one, text: licenceOf(one) ?? `(No text in the package. Licence: ${one.license})` };
  });
  return [...ofPackages, ...compiledIn]
    .map((one) => `${RULE}\n${titleOf(one)}\n${RULE}\n\n${one.text.trim()}\n`)
    .join("\n");
}

function titleOf({ name, version = "", license }: NpmPackage | CompiledIn): string {
  return `${`${name} ${version}`.trim()}: ${license}`;
}

export function copyright(packages: readonly NpmPackage[], compiledIn: readonly CompiledIn[]): string {
  const own = readFileSync(inTree("LICENSE"), "utf8").trim();
  const rows = [...packages, ...compiledIn].map((one) => `  ${titleOf(one)}`);
  return `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: holdfast
Comment: Contains these npm packages and libraries; their texts are in /usr/share/doc/holdfast/licences.txt.gz
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
