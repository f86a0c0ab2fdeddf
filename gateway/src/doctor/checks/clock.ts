import { type Check, ok, warning } from "../check.ts";

const NAME = "clock";
/** This release did not exist before. */
const BUILT = Date.UTC(2026, 0, 1);

/** Only what people read depends on it: no door does. */
export const clock: Check = ({ now, run }) => {
  if (now < BUILT) {
    return warning(
      NAME,
      `it is ${new Date(now).getUTCFullYear()} here`,
      "Connect the Pi to a network with a time server.",
    );
  }
  const synchronised = run("timedatectl", "show", "--property=NTPSynchronized", "--value")?.trim();
  if (synchronised === "no") {
    return warning(
      NAME,
      "it is not compared with a time server",
      "Times in the log may be wrong; doors do not mind.",
    );
  }
  return ok(NAME, new Date(now).toISOString());
};
