/** The names that udev gives to serial devices, asked of `udevadm test` with devices that umockdev plugs in. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { asRoot } from "./as-root.ts";
import { temporaryFolder } from "./units.ts";

const RULES = fileURLToPath(new URL("../etc/udev.rules", import.meta.url));
const PI = "/devices/platform/soc";
const LIMIT_MS = 20_000;

/** In a name space of its own: only these rules, and nothing of the machine's changes. */
const ALONE = `set -e
mount -t tmpfs none /run
for folder in /lib/udev/rules.d /etc/udev/rules.d; do [ ! -d $folder ] || mount -t tmpfs none $folder; done
mkdir -p /run/udev/rules.d
cp "$1" /run/udev/rules.d/99-holdfast.rules
cp "$2" /run/udev/rules.d/99-com.rules
mount --rbind /dev /dev
mount -o remount,bind,ro /dev
exec umockdev-run -d "$3" -- udevadm test "$4"`;

/** As umockdev records a device. */
const device = (path: string, subsystem: string, attribute = "") =>
  `P: ${path}\nE: SUBSYSTEM=${subsystem}\n${attribute}\n`;
const tty = (path: string, name: string) =>
  device(`${path}/tty/${name}`, "tty", `E: DEVNAME=/dev/${name}\nE: MAJOR=204\nE: MINOR=64\n`);
const usb = (path: string, vendor: string) =>
  device(path, "usb", `E: DEVTYPE=usb_device\nA: idVendor=${vendor}\\n\n`);

/** What udev knows of the device at this path, line by line. */
function known(devices: string[], path: string, rulesOfThePi = ""): string[] {
  const folder = temporaryFolder();
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const files = [RULES, file("99-com.rules", rulesOfThePi), file("devices", devices.join("\n"))];
  const [program, words] = asRoot("unshare", "-m", "sh", "-c", ALONE, "sh", ...files, path);
  const { status, stdout, stderr, error } = spawnSync(program, words, {
    encoding: "utf8",
    timeout: LIMIT_MS,
  });
  if (error) throw error;
  expect(status, stderr).toBe(0);
  // Debian 13 indents them.
  return stdout.split("\n").map((line) => line.trim());
}

function plugged(vendor: string): string[] {
  const bus = `${PI}/3f980000.usb`;
  const port = `${bus}/usb1/1-1/1-1.2`;
  const serial = `${port}/1-1.2:1.0/ttyUSB0`;
  const devices = [
    device(bus, "platform"),
    usb(`${bus}/usb1`, "1d6b"),
    usb(`${bus}/usb1/1-1`, "0424"),
    usb(port, vendor),
    device(`${port}/1-1.2:1.0`, "usb", "E: DEVTYPE=usb_interface\n"),
    device(serial, "usb-serial"),
    tty(serial, "ttyUSB0"),
  ];
  return known(devices, `${serial}/tty/ttyUSB0`);
}

test.each(["1a86", "10c4", "0403", "067b", "2341", "2a03"])(
  "an adapter of %s behind hubs of others has the name of its place, and ModemManager leaves it alone",
  (vendor) => {
    const lines = plugged(vendor);
    expect(lines).toContain("ID_MM_DEVICE_IGNORE=1");
    expect(lines).toContain("DEVLINKS=/dev/holdfast/usb-platform-3f980000_usb-usb-0_1_2_1_0");
  },
);

test("a modem is no adapter", () => {
  const said = plugged("12d1").join("\n");
  expect(said).toContain("SUBSYSTEM=tty");
  expect(said).not.toMatch(/ID_MM_DEVICE_IGNORE|holdfast\/usb/);
});

/** What /etc/udev/rules.d/99-com.rules of Raspberry Pi OS finds in the device tree of each. */
test.each([
  ["a Pi 2", "ttyAMA0", "serial0", true],
  ["a Pi 3, 4 or Zero W", "ttyS0", "serial0", true],
  ["Bluetooth of these", "ttyAMA0", "serial1", false],
  ["a Pi 3 whose Bluetooth gave the good UART away", "ttyS0", "serial1", false],
  ["a Pi 5", "ttyAMA0", undefined, true],
  ["the debug plug of a Pi 5", "ttyAMA10", "serial0", false],
  ["Bluetooth of a Pi 5", "ttyS0", "serial1", false],
  ["a PC", "ttyS0", undefined, false],
])("%s: %s, which the Pi calls %s, is the pins: %s", (_board, name, alias, pins) => {
  const rules = alias === undefined ? "" : `KERNEL=="${name}", SYMLINK+="${alias}"\n`;
  const lines = known([tty(`${PI}/serial`, name)], `${PI}/serial/tty/${name}`, rules);
  const links = /^DEVLINKS=(.*)$/m.exec(lines.join("\n"))?.[1]?.split(" ") ?? [];
  expect(links.includes("/dev/holdfast/pins")).toBe(pins);
  expect(links.includes(`/dev/${alias}`)).toBe(alias !== undefined);
});
