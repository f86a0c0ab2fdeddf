/**
 * Installs what is missing, and says why. Runs on a machine that has only git, Node and npm, so it is plain
 * JavaScript without dependencies. `--test` adds what the tests need, `--firmware` and `--package` what building those needs.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const forTests = process.argv.includes("--test");
const forPackage = forTests || process.argv.includes("--package");
const forFirmware = forTests || process.argv.includes("--firmware");

/**
 * SQLite is compiled from the sources that the lockfile names: a binary that its install script fetches has no checksum.
 * Small code without what no ledger asks for (full text, maps, statistics), because every gateway keeps it in memory.
 */
const COMPILED = JSON.parse(readFileSync(join(root, ".dev/sqlite-flags.json"), "utf8"));

/** Debian packages, how to see that one is there, and why it is needed. */
const NEEDS = [
  {
    package: "g++",
    command: "g++",
    why: "compiles SQLite",
    when: !modulesFit(),
  },
  { package: "make", command: "make", why: "compiles native modules", when: !modulesFit() },
  { package: "python3", command: "python3", why: "compiles native modules (node-gyp)", when: !modulesFit() },
  { package: "gcc-avr", command: "avr-gcc", why: "builds the firmware", when: forFirmware },
  { package: "binutils-avr", command: "avr-objcopy", why: "builds the firmware", when: forFirmware },
  {
    package: "avr-libc",
    file: "/usr/lib/avr/include/avr/io.h",
    why: "builds the firmware",
    when: forFirmware,
  },
  {
    package: "clang",
    command: "clang",
    why: "builds the firmware's core for tests with sanitizers",
    when: forTests,
  },
  { package: "lld", command: "wasm-ld", why: "links the firmware's core for the simulation", when: forTests },
  {
    package: "libclang-rt-dev",
    file: sanitizerRuntime(),
    why: "finds bad memory use in these tests",
    when: forTests,
  },
  {
    package: "gcc-xtensa-lx106",
    command: "xtensa-lx106-elf-gcc",
    why: "compiles the Wi-Fi bridge for the ESP8266",
    when: forTests,
  },
  {
    package: "picolibc-xtensa-lx106-elf",
    file: "/usr/lib/xtensa-lx106-elf/include/string.h",
    why: "is the C library of these tests",
    when: forTests,
  },
  {
    package: "qemu-system-misc",
    command: "qemu-system-xtensa",
    why: "runs them as code of that chip",
    when: forTests,
  },
  {
    package: "fonts-dejavu-core",
    file: "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    why: "gives Chromium letters to draw",
    when: forTests,
  },
  {
    package: "socat",
    command: "socat",
    why: "makes the pseudo-terminals that stand for serial ports",
    when: forTests,
  },
  { package: "chromium", command: "chromium", why: "shows the pages to the tests", when: forTests },
  {
    // With its cluster, its dump and the script that copies one node to another. The service of the system is not used.
    package: "mariadb-server",
    command: "wsrep_sst_rsync",
    why: "is the central database of the tests",
    when: forTests,
  },
  { package: "openssl", command: "openssl", why: "makes the certificates of that database", when: forTests },
  { package: "systemd", command: "systemd-analyze", why: "checks the units", when: forTests },
  { package: "udev", command: "udevadm", why: "reads the rules for serial devices", when: forTests },
  {
    package: "umockdev",
    command: "umockdev-run",
    why: "plugs in the serial devices of these tests",
    when: forTests,
  },
  { package: "avrdude", command: "avrdude", why: "flashes controllers", when: forTests },
  {
    package: "libsimavr-dev",
    file: "/usr/include/simavr/sim_avr.h",
    why: "simulates a controller that is flashed",
    when: forTests,
  },
  {
    package: "arduino-core-avr",
    file: "/usr/share/arduino/hardware/arduino/avr/bootloaders/optiboot/optiboot_atmega328.hex",
    why: "has the boot loader of that controller",
    when: forTests,
  },
  { package: "lintian", command: "lintian", why: "checks the Debian package", when: forTests },
  {
    package: "strace",
    command: "strace",
    why: "cuts the power of an upgrade at an exact moment",
    when: forTests,
  },
  { package: "dpkg", command: "dpkg-deb", why: "makes the Debian package", when: forPackage },
  {
    package: "binutils",
    command: "strip",
    why: "takes what nobody runs out of native modules",
    when: forPackage,
  },
];

/** Where this clang looks for its sanitizers; undefined without clang. */
function sanitizerRuntime() {
  const found = spawnSync("clang", ["-fsanitize=address", "-print-resource-dir"], { encoding: "utf8" });
  if (found.status !== 0) return undefined;
  return join(found.stdout.trim(), "lib", "linux");
}

function onPath(command) {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, command)));
}

function isThere(need) {
  return (
    (need.command !== undefined && onPath(need.command)) || (need.file !== undefined && existsSync(need.file))
  );
}

/** What `npm ci` was last run for: the lockfile and this Node. */
function modulesWanted() {
  return createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .update(`${process.versions.modules} ${process.platform} ${process.arch} ${JSON.stringify(COMPILED)}`)
    .digest("hex");
}

function modulesFit() {
  const stamp = join(root, "node_modules", ".holdfast-installed");
  return existsSync(stamp) && readFileSync(stamp, "utf8") === modulesWanted();
}

function run(command, args) {
  const result = spawnSync(command, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  if (result.error) throw result.error;
  return result.status === 0;
}

/** Runs the compiler, which is heard only when it fails. */
function compileSqlite() {
  const cwd = join(root, "node_modules/better-sqlite3");
  const env = { ...process.env, ...COMPILED };
  const said = spawnSync("npm", ["run", "build-release"], { cwd, env, encoding: "utf8", maxBuffer: 1e8 });
  if (said.error) throw said.error;
  if (said.status !== 0)
    stop(`${said.stdout}${said.stderr}SQLite could not be compiled: the lines above say why.`);
}

function stop(message) {
  console.error(message);
  process.exit(1);
}

/** The prefix that makes apt-get run as root without asking, or undefined. */
function asRoot() {
  if (process.getuid?.() === 0) return [];
  if (onPath("sudo") && spawnSync("sudo", ["-n", "true"], { stdio: "ignore" }).status === 0)
    return ["sudo", "-n"];
  return undefined;
}

function installPackages() {
  const missing = NEEDS.filter((need) => need.when && !isThere(need));
  if (missing.length === 0) return;
  console.log("holdfast needs:");
  for (const need of missing) console.log(`  ${need.package.padEnd(16)} ${need.why}`);
  const names = missing.map((need) => need.package);
  if (!onPath("apt-get"))
    stop(`This machine has no apt-get: install ${names.join(", ")} by its own means and run this again.`);
  const prefix = asRoot();
  const install = ["apt-get", "install", "-y", "--no-install-recommends", ...names];
  if (prefix === undefined) stop(`Run this, then try again:\n  sudo ${install.join(" ")}`);
  // In runlevel 1 invoke-rc.d starts no service that comes with a package.
  const environment = ["env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1"];
  const [update, ...updateArguments] = [...prefix, ...environment, "apt-get", "update"];
  const [command, ...commandArguments] = [...prefix, ...environment, ...install];
  if (!run(update, updateArguments) || !run(command, commandArguments))
    stop(`apt-get failed: mend it, then run\n  ${install.join(" ")}`);
}

function installModules() {
  if (modulesFit()) return;
  console.log("Installing Node modules (npm ci).");
  // What comes from elsewhere runs no script here while it is installed.
  if (!run("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"]))
    stop("npm ci failed: its last lines say why.");
  console.log("Compiling SQLite takes about two minutes.");
  compileSqlite();
  execFileSync(process.execPath, ["-e", "new (require('better-sqlite3'))(':memory:').close()"], {
    cwd: root,
  });
  writeFileSync(join(root, "node_modules", ".holdfast-installed"), modulesWanted());
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19))
  stop(`Node ${process.versions.node} is too old: holdfast needs 20.19 or newer.`);
installPackages();
installModules();
