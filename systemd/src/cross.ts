/** What the package for another architecture needs of this machine: Debian's cross compiler. The Pi compiles nothing. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inTree } from "./paths.ts";
import { run } from "./run.ts";

/** Debian's names of an architecture, and Node's. */
interface Target {
  readonly node: string;
  /** Before the names of its tools. */
  readonly tools: string;
  readonly compiler: string;
}

const TARGETS: Readonly<Record<string, Target>> = {
  amd64: { node: "x64", tools: "x86_64-linux-gnu-", compiler: "g++-x86-64-linux-gnu" },
  arm64: { node: "arm64", tools: "aarch64-linux-gnu-", compiler: "g++-aarch64-linux-gnu" },
  armhf: { node: "arm", tools: "arm-linux-gnueabihf-", compiler: "g++-arm-linux-gnueabihf" },
};

export function targetOf(architecture: string): Target {
  const target = TARGETS[architecture];
  if (target) return target;
  throw new Error(`There is no package for ${architecture}, only for ${Object.keys(TARGETS).join(", ")}.`);
}

/** Uses the native module of better-sqlite3 for this architecture, compiled in a folder that is gone afterwards. */
export function withCompiledSqlite<Result>(architecture: string, use: (file: string) => Result): Result {
  const { node, tools, compiler } = targetOf(architecture);
  if (!onPath(`${tools}g++`))
    throw new Error(`No compiler for ${architecture} is here: apt-get install ${compiler}`);
  const work = mkdtempSync(join(tmpdir(), "holdfast-cross-"));
  try {
    const built = join(inTree("node_modules/better-sqlite3"), "build");
    const filter = (path: string) => path !== built;
    cpSync(inTree("node_modules/better-sqlite3"), work, { recursive: true, filter });
    run("npm", ["run", "build-release", "--", `--arch=${node}`, ...headers()], {
      output: true,
      cwd: work,
      env: {
        CC: `${tools}gcc`,
        CXX: `${tools}g++`,
        AR: `${tools}ar`,
        LINK: `${tools}g++`,
        // As the setup compiles it for this machine.
        ...JSON.parse(readFileSync(inTree(".dev/sqlite-flags.json"), "utf8")),
      },
    });
    return use(join(work, "build/Release/better_sqlite3.node"));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function onPath(program: string): boolean {
  return (process.env["PATH"] ?? "").split(":").some((folder) => existsSync(join(folder, program)));
}

/** Node's own, where they were installed with it; else node-gyp fetches them. */
function headers(): string[] {
  const prefix = dirname(dirname(process.execPath));
  return existsSync(join(prefix, "include/node/node.h")) ? [`--nodedir=${prefix}`] : [];
}
