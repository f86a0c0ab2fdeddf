/** The control files of the package. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inTree } from "./paths.ts";
import { MAINTAINER, type Release } from "./release.ts";
import { run } from "./run.ts";

const SCRIPTS = ["preinst", "postinst", "prerm", "postrm"] as const;

export function writeControl(
  root: string,
  release: Release,
  files: readonly string[],
  kibibytes: number,
): void {
  const folder = join(root, "DEBIAN");
  mkdirSync(folder);
  writeFileSync(join(folder, "control"), control(release, kibibytes));
  for (const name of SCRIPTS) {
    const text = readFileSync(inTree("systemd/debian", name), "utf8");
    writeFileSync(join(folder, name), text.replaceAll("@NODE_MAJOR@", String(release.nodeMajor)));
    chmodSync(join(folder, name), 0o755);
  }
  const sums = run("md5sum", files, { output: true, cwd: root });
  writeFileSync(join(folder, "md5sums"), sums);
}

function control({ version, architecture, nodeMajor, sqlite }: Release, kibibytes: number): string {
  const depends = [
    `nodejs (>= ${nodeMajor === 20 ? "20.19" : nodeMajor})`,
    `nodejs (<< ${nodeMajor + 1}~)`,
    `libc6 (>= ${newestGlibc(sqlite)})`,
    "libstdc++6 (>= 12)",
    "libgcc-s1",
    "init-system-helpers (>= 1.54)",
    "systemd | systemd-standalone-sysusers",
  ];
  return `Package: holdfast
Version: ${version}
Architecture: ${architecture}
Maintainer: ${MAINTAINER}
Installed-Size: ${kibibytes}
Depends: ${depends.join(", ")}
Recommends: avrdude, avahi-daemon
Section: net
Priority: optional
Homepage: https://holdfast.example/
Description: fail-secure smart-locker cabinets: gateway, web page, sync
 People store and collect with a phone number and a PIN, at the keypad of the
 cabinet or on a web page. The controller in the cabinet decides; this package
 keeps the ledger beside it, serves the page to the local network, and copies
 the ledger to a central database where that is wanted.
 .
 After installing: sudo holdfast setup
`;
}

/** The newest symbol version that the native module asks for. */
function newestGlibc(file: string): string {
  const text = readFileSync(file, "latin1");
  const versions = [...text.matchAll(/GLIBC_2\.(\d+)/g)].map(([, minor]) => Number(minor));
  return `2.${Math.max(...versions)}`;
}
