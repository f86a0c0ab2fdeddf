import { existsSync, readdirSync, realpathSync } from "node:fs";
import { join } from "node:path";

const SERIAL = /^(serial0|ttyUSB\d+|ttyACM\d+)$/;
const PINS = "pins";

/** What a controller may be plugged into, by the names that udev.rules gives, which stay, then the others. */
export function serialDevices(dev = "/dev"): string[] {
  const names = list(join(dev, "holdfast"));
  // Somebody plugged an adapter in; the pins are always there.
  const inOrder = [...names.filter((name) => name !== PINS), ...names.filter((name) => name === PINS)];
  const named = inOrder.map((name) => join(dev, "holdfast", name));
  const reached = new Set(named.map((path) => realpathSync(path)));
  const others = list(dev)
    .filter((name) => SERIAL.test(name))
    .map((name) => join(dev, name));
  return [...named, ...others.filter((path) => !reached.has(realpathSync(path)))];
}

function list(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}
