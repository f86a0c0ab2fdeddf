/** Which npm packages are in the product, by the lockfile. */
import { readFileSync } from "node:fs";
import { inTree } from "./paths.ts";

interface Entry {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, object>>;
}

export interface NpmPackage {
  /** In the tree, as node_modules/koa. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** Subresource integrity of its archive. */
  readonly integrity: string | undefined;
  /** Paths of the packages that it needs. */
  readonly needs: readonly string[];
}

/** Fetches native modules while a tree is installed. */
const FETCHES = "prebuild-install";
/** Headers: a part of the compiled module, and nothing that is loaded. */
const HEADERS = "node-addon-api";
/** Vite puts them into the page; to npm they are tools of the build. */
const IN_THE_PAGE = ["preact", "@preact/signals"];
const WORKSPACES = ["gateway", "web/server", "sync"];

function readLockfile(): Readonly<Record<string, Entry>> {
  const lockfile = JSON.parse(readFileSync(inTree("package-lock.json"), "utf8")) as {
    packages: Record<string, Entry>;
  };
  return lockfile.packages;
}

/** As Node looks for it: from the innermost node_modules outwards. */
function resolveFrom(
  packages: Readonly<Record<string, Entry>>,
  from: string,
  name: string,
): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/")))) {
    const path = `${folder === "" ? "" : `${folder}/`}node_modules/${name}`;
    if (packages[path]) return path;
    if (folder === "") return undefined;
  }
}

/** What it loads, or with `all` everything that may be a part of it. */
function neededBy({ dependencies, peerDependenciesMeta }: Entry, all: boolean): string[] {
  const names = Object.keys(dependencies ?? {}).filter((name) => name !== FETCHES);
  // The bundler finds what is optional where another tool has brought it.
  return all
    ? [...names, ...Object.keys(peerDependenciesMeta ?? {})]
    : names.filter((name) => name !== HEADERS);
}

function walk(
  packages: Readonly<Record<string, Entry>>,
  starts: readonly [string, string][],
  all: boolean,
): NpmPackage[] {
  const workspaces = new Set<string>();
  const found = new Map<string, NpmPackage>();
  const open = [...starts];
  for (let next = open.pop(); next; next = open.pop()) {
    const [from, name] = next;
    const path = resolveFrom(packages, from, name);
    const entry = path === undefined ? undefined : packages[path];
    if (path === undefined || !entry || found.has(path)) continue;
    if (entry.link) {
      // One of our own, which may need others.
      const own = entry.resolved ?? "";
      const names = workspaces.has(own) ? [] : neededBy(packages[own] ?? {}, all);
      workspaces.add(own);
      open.push(...names.map((needed): [string, string] => [own, needed]));
      continue;
    }
    const names = neededBy(entry, all);
    open.push(...names.map((needed): [string, string] => [path, needed]));
    found.set(path, {
      path,
      name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
      version: entry.version ?? "0",
      license: entry.license ?? "UNKNOWN",
      integrity: entry.integrity,
      needs: names.flatMap((needed) => resolveFrom(packages, path, needed) ?? []),
    });
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Everything of others that runs on the Pi or in the page, bundled or not. */
export function shippedPackages(): NpmPackage[] {
  const packages = readLockfile();
  const starts = WORKSPACES.flatMap((workspace) =>
    Object.keys(packages[workspace]?.dependencies ?? {}).map((name): [string, string] => [workspace, name]),
  );
  const page = IN_THE_PAGE.map((name): [string, string] => ["web/ui", name]);
  return walk(packages, [...starts, ...page], true);
}

/** What stays outside of the bundles, with everything that it needs. */
export function unbundledPackages(names: readonly string[]): NpmPackage[] {
  return walk(
    readLockfile(),
    names.map((name) => ["gateway", name]),
    false,
  );
}
