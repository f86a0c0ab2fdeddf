import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { unitFiles } from "./units.ts";

const TREE = fileURLToPath(new URL("../../", import.meta.url));
const LONG = 300_000;
let deb = "";
let listed = "";

const said = (program: string, ...args: string[]) =>
  execFileSync(program, args, { encoding: "utf8", maxBuffer: 1e8, stdio: ["ignore", "pipe", "inherit"] });
const build = (out: string) =>
  said(
    process.execPath,
    join(TREE, "systemd/dist/package.js"),
    "--out",
    join(TREE, "systemd/dist", out),
  ).trim();
const digest = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");
const inside = (path: string) =>
  said("sh", "-c", `dpkg-deb --fsys-tarfile "$1" | tar -xO "./$2"`, "sh", deb, path);

beforeAll(() => {
  deb = build("test-a");
  listed = said("dpkg-deb", "--contents", deb);
}, LONG);

test("the same sources give the same bytes, whenever they are built", { timeout: LONG }, () => {
  utimesSync(join(TREE, "systemd/units/holdfast-web.service"), 1e9, Date.now() / 1000);
  expect(digest(build("test-b"))).toBe(digest(deb));
});

test("lintian finds nothing", { timeout: LONG }, () => {
  expect(said("lintian", "--allow-root", "--fail-on", "none", deb).trim()).toBe("");
});

test("everything in it belongs to root, and nobody else may write it", () => {
  const others = listed
    .split("\n")
    .filter((line) => line !== "" && !/^[dl-].{4}-.{2}-.*? root\/root /.test(line));
  expect(others.filter((line) => !line.startsWith("l"))).toEqual([]);
});

test("it has the units, the native modules, the firmware, the man page, completion, and what is said of it", () => {
  for (const name of unitFiles()) expect(listed).toContain(`./usr/lib/systemd/system/${name}`);
  for (const path of [
    "app/node_modules/better-sqlite3/build/Release/better_sqlite3.node",
    "app/node_modules/@serialport/bindings-cpp/prebuilds/linux-",
    "app/firmware/release/holdfast-controller.hex",
    "app/systemd/bin/announce",
    "app/systemd/avahi/holdfast.service",
    "app/web/ui/dist/index.html",
  ]) {
    expect(listed).toContain(`./usr/lib/holdfast/${path}`);
  }
  for (const path of [
    "usr/bin/holdfast",
    "usr/share/man/man1/holdfast.1.gz",
    "usr/share/bash-completion/completions/holdfast",
    "usr/share/zsh/vendor-completions/_holdfast",
    "usr/share/fish/vendor_completions.d/holdfast.fish",
    "usr/share/doc/holdfast/OPERATIONS.md",
    "usr/share/doc/holdfast/licences.txt.gz",
    "usr/share/holdfast/bridge/README.md",
    "usr/share/holdfast/bridge/core/bridge.c",
    "usr/share/holdfast/bridge/arduino/holdfast-bridge/holdfast-bridge.ino",
  ]) {
    expect(listed).toContain(`./${path}`);
  }
  // Nothing that only a build needs, but for the bridge, which its owner builds; and nobody's keys.
  expect(listed).not.toMatch(/\/usr\/lib\/.*\.(map|d\.ts|cpp|h)$/m);
  expect(listed).not.toMatch(/update_key|\.key$/m);
});

test("the bill of materials names everything that is shipped", () => {
  const bill = JSON.parse(inside("usr/share/doc/holdfast/sbom.cdx.json"));
  expect(bill).toMatchObject({ bomFormat: "CycloneDX", specVersion: "1.5" });
  const names = bill.components.map(({ name }: { name: string }) => name);
  for (const name of ["better-sqlite3", "koa", "mysql2", "preact", "holdfast-controller", "holdfast-bridge"])
    expect(names).toContain(name);
  for (const name of ["sqlite", "avr-libc", "libgcc"]) expect(names).toContain(name);
  expect(bill.components.find(({ name }: { name: string }) => name === "sqlite").version).toMatch(/^3\./);
  expect(names).not.toContain("vitest");
  for (const { licenses } of bill.components) expect(JSON.stringify(licenses)).not.toContain("UNKNOWN");
});

test("completion and man page know the commands", () => {
  const completion = inside("usr/share/bash-completion/completions/holdfast");
  for (const word of ["doctor", "flash", "setup", "--programmer"]) expect(completion).toContain(word);
  const page = said(
    "sh",
    "-c",
    `dpkg-deb --fsys-tarfile "$1" | tar -xO ./usr/share/man/man1/holdfast.1.gz | gzip -d`,
    "sh",
    deb,
  );
  expect(page).toMatch(/^\.TH HOLDFAST 1 "20\d\d-\d\d-\d\d" /);
  expect(page).toMatch(/\.SS "holdfast flash /);
  expect(page).toMatch(/\.B 78\n/);
});

test("without its Node it says which one it needs", () => {
  const control = said("dpkg-deb", "--field", deb, "Depends");
  expect(control).toMatch(/nodejs \(>= 20\.19\), nodejs \(<< 21~\)/);
});
