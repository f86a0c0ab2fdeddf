/**
 * `npm run package [-- --out FOLDER] [--version V] [--arch A [--sqlite FILE]]`: the Debian package for this machine, or for
 * another architecture with a native module that was built for it or is compiled here. The same sources give the same bytes.
 */
import {
  chmodSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { writeControl } from "./control.ts";
import { targetOf, withCompiledSqlite } from "./cross.ts";
import { inTree } from "./paths.ts";
import { type Release, release } from "./release.ts";
import { run } from "./run.ts";
import { stage } from "./stage.ts";

const { values } = parseArgs({
  options: {
    out: { type: "string", default: inTree("systemd/dist/packages") },
    version: { type: "string" },
    arch: { type: "string" },
    sqlite: { type: "string" },
  },
});
const OWN_SQLITE = inTree("node_modules/better-sqlite3/build/Release/better_sqlite3.node");

/** Everything below a folder, without what its links lead to. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? [path, ...filesBelow(path)] : [path];
  });
}

/** Programs begin with the name of their interpreter; nothing else here is executable. */
function isProgram(path: string): boolean {
  return readFileSync(path).subarray(0, 2).toString() === "#!";
}

/** Symbols that only a debugger reads, and times and modes that only this machine knows. */
function normalise(root: string, { epoch, architecture }: Release, own: boolean): void {
  const strip = own ? "strip" : `${targetOf(architecture).tools}strip`;
  for (const path of filesBelow(root)) {
    const found = lstatSync(path);
    if (found.isFile() && path.endsWith(".node")) run(strip, ["--strip-unneeded", path]);
    if (!found.isSymbolicLink()) chmodSync(path, found.isDirectory() || isProgram(path) ? 0o755 : 0o644);
  }
  chmodSync(root, 0o755);
  for (const path of [root, ...filesBelow(root)]) lutimesSync(path, epoch, epoch);
}

function build(): string {
  const machine = run("dpkg", ["--print-architecture"], { output: true }).trim();
  const architecture = values.arch ?? machine;
  const { sqlite = architecture === machine ? OWN_SQLITE : undefined } = values;
  const made = (file: string) => buildOf(architecture, file, architecture === machine);
  return sqlite === undefined ? withCompiledSqlite(architecture, made) : made(sqlite);
}

function buildOf(architecture: string, sqlite: string, own: boolean): string {
  const made = release({ version: values.version, architecture, sqlite });
  const root = mkdtempSync(join(tmpdir(), "holdfast-package-"));
  try {
    stage(root, made);
    normalise(root, made, own);
    const files = filesBelow(root).filter((path) => lstatSync(path).isFile());
    const bytes = files.reduce((sum, path) => sum + lstatSync(path).size, 0);
    const names = files.map((path) => relative(root, path)).sort();
    writeControl(root, made, names, Math.ceil(bytes / 1024));
    for (const path of filesBelow(join(root, "DEBIAN"))) lutimesSync(path, made.epoch, made.epoch);
    lutimesSync(root, made.epoch, made.epoch);
    const out = resolve(values.out);
    mkdirSync(out, { recursive: true });
    const file = join(out, `holdfast_${made.version}_${made.architecture}.deb`);
    run("dpkg-deb", ["--root-owner-group", "-Zxz", "--build", root, file], {
      output: true,
      env: { SOURCE_DATE_EPOCH: String(made.epoch) },
    });
    return file;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

try {
  console.log(build());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
