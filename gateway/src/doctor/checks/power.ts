/** The Pi measures its own supply: bits of `vcgencmd get_throttled`, https://www.raspberrypi.com/documentation/computers/os.html */
import { bad, type Check, ok, type Patient, unknown, warning } from "../check.ts";

const NAME = "power";
const UNDER_VOLTAGE = 0x1;
const THROTTLED = 0x4 | 0x2;
const HOT = 0x8;
const UNDER_VOLTAGE_SINCE_BOOT = 0x10000;

export const power: Check = ({ run, read }) => {
  const flags = Number(/throttled=(0x[0-9a-f]+)/i.exec(run("vcgencmd", "get_throttled") ?? "")?.[1]);
  const alarm = Number.isNaN(flags) ? alarmOf(read) : undefined;
  if (Number.isNaN(flags) && alarm === undefined)
    return unknown(NAME, "this machine does not measure its supply");
  if (flags & UNDER_VOLTAGE || alarm) {
    return bad(
      NAME,
      "under-voltage now",
      "Use the supply that was made for this Pi, and a short, thick cable.",
    );
  }
  if (alarm === false) return ok(NAME, "no under-voltage now");
  if (flags & (THROTTLED | HOT))
    return warning(NAME, "too hot: it runs slower", "Give the Pi air, or a heat sink.");
  if (flags & UNDER_VOLTAGE_SINCE_BOOT) {
    return warning(
      NAME,
      "there was under-voltage since it started",
      "Locks need a supply of their own: see Wiring.",
    );
  }
  return ok(NAME, "no under-voltage since it started");
};

const SENSORS = 8;

/** The kernel's view of the same, for those who may not ask the firmware, and on Debian: driver raspberrypi-hwmon. */
function alarmOf(read: Patient["read"]): boolean | undefined {
  for (let sensor = 0; sensor < SENSORS; sensor++) {
    const folder = `/sys/class/hwmon/hwmon${sensor}`;
    if (read(`${folder}/name`)?.trim() === "rpi_volt")
      return read(`${folder}/in0_lcrit_alarm`)?.trim() === "1";
  }
  return undefined;
}
