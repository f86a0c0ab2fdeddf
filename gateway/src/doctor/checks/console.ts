/** A login prompt on the Pi's own UART talks to the controller and eats its frames. */
import { bad, type Check, ok, unknown } from "../check.ts";

const NAME = "serial console";

export const serialConsole: Check = ({ read, configuration }) => {
  const usesPins = configuration?.cabinets.some(({ serial }) =>
    /serial0|ttyAMA0|ttyS0|holdfast\/pins/.test(serial ?? ""),
  );
  if (!usesPins) return [];
  const line = read("/proc/cmdline");
  if (line === undefined) return unknown(NAME, "the kernel's command line cannot be read");
  if (/console=(serial0|ttyAMA0|ttyS0)/.test(line)) {
    return bad(
      NAME,
      "the kernel uses the same pins",
      "raspi-config: Interface Options, Serial Port: no login shell, yes hardware.",
    );
  }
  return ok(NAME, "leaves the pins alone");
};
