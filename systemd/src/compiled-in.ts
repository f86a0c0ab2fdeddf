/** What compilers put into the binaries of the package, and no lockfile knows. */
import { readFileSync } from "node:fs";
import { inTree } from "./paths.ts";

export interface CompiledIn {
  readonly name: string;
  /** Undefined where the toolchain does not say. */
  readonly version: string | undefined;
  readonly license: string;
  /** The component that it is in, as the bill of materials calls it. */
  readonly into: string;
  readonly text: string;
}

export function compiledIn(): CompiledIn[] {
  const header = readFileSync(inTree("node_modules/better-sqlite3/deps/sqlite3/sqlite3.h"), "latin1");
  return [
    {
      name: "sqlite",
      version: /#define SQLITE_VERSION\s+"([^"]+)"/.exec(header)?.[1],
      license: "blessing",
      into: "node_modules/better-sqlite3",
      text: "The author disclaims copyright to this source code: https://sqlite.org/copyright.html",
    },
    {
      name: "avr-libc",
      version: undefined,
      license: "BSD-3-Clause",
      into: "holdfast-controller",
      text: readFileSync(inTree("systemd/debian/avr-libc-licence.txt"), "utf8"),
    },
    {
      name: "libgcc",
      version: undefined,
      license: "GPL-3.0-or-later WITH GCC-exception-3.1",
      into: "holdfast-controller",
      text: "The exception lets what is compiled with GCC have any licence: https://www.gnu.org/licenses/gcc-exception-3.1.html",
    },
  ];
}
