/** Lays the files of the package out in a folder, as they will lie on the Pi. */
import { copyFileSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { BRIDGE, bridgeSources } from "./bridge-sources.ts";
import { targetOf } from "./cross.ts";
import { unbundledPackages } from "./lockfile.ts";
import { inTree } from "./paths.ts";
import type { Release } from "./release.ts";
import { run } from "./run.ts";

/** Only this is replaced by dpkg; `current` beside it leads to it, or to a copy of it during an upgrade. */
export const APP = "usr/lib/holdfast/app";

/** What the bundles leave outside: native modules. */
const UNBUNDLED = ["better-sqlite3", "serialport"];
/** Of a package that has more than what runs here. */
const WANTED: Readonly<Record<string, RegExp>> = {
  "better-sqlite3": /^(package\.json|lib(\/.*)?|build|build\/Release|build\/Release\/better_sqlite3\.node)$/,
};
const NEVER = /^\.|\.(md|map|d\.ts|d\.cts|ts|flow|yml)$|^(test|tests|example|examples)$/;

export function stage(root: string, release: Release): void {
  const put = (from: string, to: string) => putFile(inTree(from), join(root, to));
  const write = (to: string, text: string | Buffer) => writeTo(join(root, to), text);
  const folder = (from: string, to: string) =>
    cpSync(inTree(from), join(root, to), { recursive: true, filter: (path) => !NEVER.test(basename(path)) });

  // The program
  for (const part of ["gateway", "web/server", "sync", "web/ui"]) {
    const { name, type } = JSON.parse(readFileSync(inTree(part, "package.json"), "utf8"));
    write(`${APP}/${part}/package.json`, `${JSON.stringify({ name, version: release.version, type })}\n`);
  }
  for (const part of ["gateway", "web/server", "sync"])
    folder(`${part}/dist/bundle`, `${APP}/${part}/dist/bundle`);
  for (const part of ["gateway", "sync"]) folder(`${part}/dist/command`, `${APP}/${part}/dist/command`);
  folder("web/ui/dist", `${APP}/web/ui/dist`);
  folder("sync/central", `${APP}/sync/central`);
  write(`${APP}/sync/bin/holdfast-central.js`, '#!/usr/bin/env node\nimport "../dist/command/main.js";\n');
  put("gateway/bin/with-notify-socket", `${APP}/gateway/bin/with-notify-socket`);
  for (const part of ["bin/copy-backup", "bin/announce", "avahi/holdfast.service"])
    put(`systemd/${part}`, `${APP}/systemd/${part}`);
  folder("firmware/release", `${APP}/firmware/release`);
  for (const path of bridgeSources()) put(`${BRIDGE}/${path}`, `usr/share/holdfast/bridge/${path}`);
  for (const one of unbundledPackages(UNBUNDLED)) putModule(root, one.path, one.name, release);
  mkdirSync(join(root, APP, "node_modules/@holdfast"), { recursive: true });
  symlinkSync("../../web/ui", join(root, APP, "node_modules/@holdfast/web-ui"));
  write("usr/bin/holdfast", launcher("gateway/dist/command/holdfast.js"));

  // The system
  for (const unit of UNITS) put(`systemd/units/${unit}`, `usr/lib/systemd/system/${unit}`);
  put("systemd/bin/holdfast-generator", "usr/lib/systemd/system-generators/holdfast-generator");
  put("systemd/etc/sysusers.conf", "usr/lib/sysusers.d/holdfast.conf");
  put("systemd/etc/tmpfiles.conf", "usr/lib/tmpfiles.d/holdfast.conf");
  put("systemd/etc/journald.conf", "usr/lib/systemd/journald.conf.d/holdfast.conf");
  // After 99-com.rules of Raspberry Pi OS, which says what its UARTs are.
  put("systemd/etc/udev.rules", "usr/lib/udev/rules.d/99-holdfast.rules");
  mkdirSync(join(root, "etc/holdfast"), { recursive: true });

  // For people
  const said = (...words: string[]) =>
    run(process.execPath, [inTree("gateway/dist/command/holdfast.js"), ...words], { output: true });
  const date = new Date(release.epoch * 1000).toISOString().slice(0, 10);
  write("usr/share/man/man1/holdfast.1.gz", zipped(said("man-page", "--date", date)));
  write("usr/share/bash-completion/completions/holdfast", said("completion", "bash"));
  write("usr/share/zsh/vendor-completions/_holdfast", said("completion", "zsh"));
  write("usr/share/fish/vendor_completions.d/holdfast.fish", said("completion", "fish"));
  put("gateway/holdfast.example.toml", "usr/share/doc/holdfast/examples/holdfast.example.toml");
  for (const page of ["systemd/OPERATIONS.md", "SECURITY.md", "firmware/wiring.svg"])
    put(page, `usr/share/doc/holdfast/${basename(page)}`);
  write("usr/share/doc/holdfast/copyright", release.copyright);
  write("usr/share/doc/holdfast/changelog.gz", zipped(release.changelog));
  write("usr/share/doc/holdfast/licences.txt.gz", zipped(release.licences));
  write("usr/share/doc/holdfast/sbom.cdx.json", release.sbom);
  put("systemd/debian/lintian-overrides", "usr/share/lintian/overrides/holdfast");
}

export const UNITS = [
  "holdfast-gateway.service",
  "holdfast-web.service",
  "holdfast-sync.service",
  "holdfast-backup.service",
  "holdfast-backup.timer",
];

function putModule(root: string, path: string, name: string, { architecture, sqlite }: Release): void {
  const to = join(root, APP, path);
  const from = inTree(path);
  const prebuilt = `prebuilds/linux-${targetOf(architecture).node}`;
  cpSync(from, to, {
    recursive: true,
    dereference: true,
    filter(source) {
      const inside = relative(from, source);
      if (inside === "") return true;
      if (inside.startsWith("node_modules") || NEVER.test(basename(source))) return false;
      if (inside.startsWith("prebuilds/")) {
        return inside === prebuilt || (inside.startsWith(`${prebuilt}/`) && !inside.includes("musl"));
      }
      // What compiles: headers and sources.
      if (/\.(h|hpp|c|cc|cpp|gyp|gypi)$/.test(source)) return false;
      return WANTED[name]?.test(inside) ?? true;
    },
  });
  if (name === "better-sqlite3") copyFileSync(sqlite, join(to, "build/Release/better_sqlite3.node"));
}

function launcher(program: string): string {
  return `#!/bin/sh\nexec node /usr/lib/holdfast/current/${program} "$@"\n`;
}

function putFile(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}

function writeTo(to: string, text: string | Buffer): void {
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, text);
}

/** Without name and time of the file: the same bytes each time. */
function zipped(text: string): Buffer {
  return gzipSync(text, { level: 9 });
}
