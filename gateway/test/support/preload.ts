/** Compiles a small C library that takes the place of some calls of libc (LD_PRELOAD, ld.so(8)). */
import { execFileSync } from "node:child_process";
import { basename, join } from "node:path";
import { temporaryFolder } from "./served-site.ts";

const FLAGS = ["-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC"];

/** The path of the library, which is removed after the test. */
export function compilePreload(source: URL): string {
  const library = join(temporaryFolder(), `${basename(source.pathname, ".c")}.so`);
  execFileSync("clang", [...FLAGS, "-o", library, source.pathname, "-ldl"], { stdio: "pipe" });
  return library;
}
