import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Finding, Patient } from "../../src/doctor/check.ts";
import { examine } from "../../src/doctor/index.ts";
import { makeCabinet, memoryStatus } from "../support/memory-parts.ts";
import { runHoldfast } from "../support/run-holdfast.ts";
import { serveMemorySite } from "../support/served-site.ts";
import { configuration, FILES, HOUR, healthy, NOW, PROGRAMS, SERIAL } from "./healthy.ts";

const examined = (changes: Partial<Patient> = {}) => examine(healthy(changes), "1.0.0");
const named = (findings: readonly Finding[], name: string) => findings.find((one) => one.name === name);
const running = (program: string, said: string) => (asked: string) =>
  asked === program ? said : PROGRAMS[asked];

test("a site where everything is well gets no advice", () => {
  const findings = examined();
  expect(findings.filter(({ health }) => health !== "ok")).toEqual([]);
  expect(findings.length).toBeGreaterThanOrEqual(9);
});

const reading = (path: string, text: string) => (asked: string) => (asked === path ? text : FILES[asked]);
/** The second sensor of this machine is that of the supply. */
const supply = (alarm: string) => (asked: string) =>
  ({ "/sys/class/hwmon/hwmon1/name": "rpi_volt\n", "/sys/class/hwmon/hwmon1/in0_lcrit_alarm": alarm })[asked];
const away = memoryStatus([{ ...makeCabinet("hall", 8), link: "down" }], 3, 0);
const present = memoryStatus([makeCabinet("hall", 8)], 3, 0);
const relayFault = {
  ...present,
  cabinets: present.cabinets.map((one) => ({ ...one, problem: "the relay board at 0x20 does not answer" })),
};
const neverSynced = {
  ...present,
  sync: { state: "starting", backlog: 0, openCommands: 0, position: 0 } as const,
};
const TIMER_OFF = "LoadState=loaded\nActiveState=inactive\nResult=success\n";
const DENIED = { message: "It cannot be reached. (connect EACCES /run/x.sock)", hint: "With sudo." };
const MISTAKE = { message: "holdfast.toml:3:1: no such key", hint: "Correct it." };

const ILL: [string, Partial<Patient>, Finding["health"], RegExp][] = [
  ["power", { run: running("vcgencmd", "throttled=0x50005") }, "bad", /under-voltage now/],
  ["power", { run: running("vcgencmd", "throttled=0x50000") }, "warning", /since it started/],
  ["power", { run: () => undefined }, "unknown", /does not measure/],
  ["power", { run: () => undefined, read: supply("1\n") }, "bad", /under-voltage now/],
  ["power", { run: () => undefined, read: supply("0\n") }, "ok", /no under-voltage/],
  ["clock", { now: 0 }, "warning", /1970/],
  ["clock", { run: running("timedatectl", "no\n") }, "warning", /time server/],
  ["disk", { space: () => ({ free: 1e6, size: 8e9 }) }, "bad", /1 MB free/],
  ["SD card", { read: () => "/dev/mmcblk0p2 / ext4 ro,noatime 0 0" }, "bad", /read-only/],
  ["SD card", { run: running("journalctl", "mmc0: error -110 whilst") }, "bad", /1 errors/],
  ["SD card", { run: running("journalctl", "I/O error, dev mmcblk0, sector 5") }, "bad", /1 errors/],
  ["SD card", { run: running("journalctl", "") }, "unknown", /sudo holdfast doctor/],
  ["SD card", { read: reading("/sys/fs/ext4/mmcblk0p2/errors_count", "7\n") }, "bad", /7 errors/],
  ["SD card", { read: reading("/sys/block/mmcblk0/device/life_time", "0x01 0x0a\n") }, "warning", /100 %/],
  ["I2C", { status: relayFault }, "warning", /hall: the relay board at 0x20/],
  ["I2C", { status: away }, "unknown", /no controller is linked/],
  [`serial ${SERIAL}`, { exists: () => false }, "bad", /no such device/],
  [`serial ${SERIAL}`, { access: () => false }, "bad", /may not use/],
  ["gateway", { status: undefined }, "bad", /does not answer/],
  ["gateway", { status: undefined, noStatus: DENIED }, "unknown", /sudo holdfast doctor/],
  ["gateway", { configuration: undefined }, "bad", /no configuration/],
  ["gateway", { configuration: undefined, noConfiguration: MISTAKE }, "bad", /holdfast.toml:3:1/],
  ["gateway", { configuration: { ...configuration, hidden: true } }, "bad", /may not read \/etc/],
  ["page", { run: running("systemctl", "LoadState=loaded\nActiveState=failed\n") }, "bad", /not served/],
  ["backup copy", { run: running("systemctl", "Result=exit-code\n") }, "bad", /failed: exit-code/],
  ["backup copy", { run: running("systemctl", TIMER_OFF) }, "warning", /timer is off/],
  ["backup copy", { changed: () => undefined }, "warning", /none yet/],
  ["backup copy", { changed: () => NOW - 48 * HOUR }, "warning", /48 h old/],
  ["backup copy", { changed: () => NOW - 200 * HOUR }, "bad", /200 h old/],
  ["backup", { status: undefined }, "unknown", /does not answer/],
  ["backup", { newestBackup: undefined }, "warning", /none yet/],
  ["backup", { newestBackup: NOW - 200 * HOUR }, "bad", /200 h old/],
  ["TLS", { configuration: { ...configuration, listen: "0.0.0.0:8080" } }, "warning", /without HTTPS/],
  ["sync", { configuration: { ...configuration, syncs: true } }, "bad", /does not know/],
  ["sync", { configuration: { ...configuration, syncs: true }, status: neverSynced }, "bad", /nothing yet/],
];

test.each(ILL)("%s: %o", (name, changes, health, found) => {
  const finding = named(examined(changes), name);
  expect(finding).toMatchObject({ health, found: expect.stringMatching(found) });
  if (health === "warning" || health === "bad") expect(finding?.advice).toMatch(/\w/);
});

test("the Pi's own pins are looked at where a cabinet is on them", () => {
  const cabinets = [{ id: "hall", serial: "/dev/serial0" }];
  const read = (path: string) => (path === "/proc/cmdline" ? "console=serial0,115200" : FILES[path]);
  const found = examined({ read, configuration: { ...configuration, cabinets }, exists: () => true });
  expect(named(found, "serial console")).toMatchObject({ health: "bad" });
  expect(named(examined(), "serial console")).toBeUndefined();
});

test("an old firmware and a cabinet without Wi-Fi are told with what to do", () => {
  expect(named(examine(healthy(), "2.0.0"), "controller hall")?.advice).toBe("holdfast flash hall");
  const cabinets = [{ id: "hall", tcp: "10.0.0.7:6638" }];
  const found = examined({ configuration: { ...configuration, cabinets }, status: away });
  expect(named(found, "Wi-Fi hall")).toMatchObject({ health: "bad" });
  expect(named(found, "controller hall")).toMatchObject({ health: "bad" });
});

test("holdfast doctor prints findings for people and for programs, and ends with 1 where something is bad", async () => {
  const { operatorSocket, folder } = await serveMemorySite();
  const options = { cwd: folder, env: { PATH: "" } };
  const told = await runHoldfast(["doctor", "--socket", operatorSocket], options);
  expect(told).toMatchObject({ code: 1, stderr: "" });
  expect(told.stdout).toMatch(/^BAD {3}gateway +there is no configuration/m);
  const { stdout } = await runHoldfast(["--json", "doctor", "--socket", operatorSocket], options);
  expect(JSON.parse(stdout)).toContainEqual(
    expect.objectContaining({ name: "controller hall", health: "warning" }),
  );
});

test("a relay board that is silent is no fault of the link", () => {
  expect(named(examined({ status: relayFault }), "controller hall")).toMatchObject({ health: "ok" });
});

test("without systemd nothing is said of its units", () => {
  const findings = examined({ run: () => undefined });
  expect(named(findings, "page")).toBeUndefined();
  expect(named(findings, "backup copy")).toBeUndefined();
});

test("a mistake in the configuration is told with its place", async () => {
  const { folder } = await serveMemorySite();
  const file = join(folder, "holdfast.toml");
  writeFileSync(file, "[[cabinet]\n");
  const { stdout, code } = await runHoldfast(["--config", file, "doctor"], { cwd: folder });
  expect(code).toBe(1);
  expect(stdout).toMatch(/^BAD {3}gateway +holdfast\.toml:1:\d+: .*\n +Correct what is named/m);
});
