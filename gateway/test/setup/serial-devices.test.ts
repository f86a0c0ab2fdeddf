import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { serialDevices } from "../../src/setup/serial-devices.ts";
import { temporaryFolder } from "../support/served-site.ts";

/** A folder as /dev with these ports, and names that lead to them. */
function dev(ports: string[], names: Record<string, string> = {}) {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "holdfast"));
  for (const port of ports) writeFileSync(join(folder, port), "");
  for (const [name, port] of Object.entries(names)) symlinkSync(join(folder, port), join(folder, name));
  return serialDevices(folder).map((path) => path.slice(folder.length + 1));
}

test("an adapter without a name is offered beside the pins", () => {
  const names = { "holdfast/pins": "ttyAMA0", serial0: "ttyAMA0" };
  expect(dev(["ttyAMA0", "ttyUSB0"], names)).toEqual(["holdfast/pins", "ttyUSB0"]);
});

test("a port with a name is offered once, and an adapter before the pins", () => {
  const names = { "holdfast/pins": "ttyAMA0", "holdfast/usb-1": "ttyUSB0" };
  expect(dev(["ttyAMA0", "ttyUSB0"], names)).toEqual(["holdfast/usb-1", "holdfast/pins"]);
});

test("without names all ports are offered", () => {
  expect(dev(["ttyUSB1", "ttyACM0", "tty0"])).toEqual(["ttyACM0", "ttyUSB1"]);
});
