import { type Check, ok, unknown, warning } from "../check.ts";

const NAME = "I2C";

/** The expanders of a cabinet with a controller hang on the controller; the Pi's own bus is for other things. */
export const i2c: Check = ({ exists, status }) => {
  const broken = status?.cabinets.filter(({ problem }) => /expander|relay/i.test(problem ?? "")) ?? [];
  if (broken.length > 0) {
    const names = broken.map(({ id }) => id).join(", ");
    return warning(
      NAME,
      `expanders do not answer in ${names}`,
      "Check the plug between controller and relay boards, and the pull-ups.",
    );
  }
  if (status === undefined) return unknown(NAME, "the gateway does not answer");
  return ok(
    NAME,
    exists("/dev/i2c-1") ? "no complaint; the Pi's own bus is on" : "no complaint; the Pi's own bus is off",
  );
};
