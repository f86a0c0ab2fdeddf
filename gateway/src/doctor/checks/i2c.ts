/** The bus of each controller, with its display and its relay boards; the Pi's own bus is for other things. */
import { type Check, ok, unknown, warning } from "../check.ts";

const NAME = "I2C";

/** A problem of a cabinet that is one of its bus. */
export const ofTheBus = (problem: string | undefined) => /relay board/.test(problem ?? "");

export const i2c: Check = ({ status }) => {
  if (status === undefined) return unknown(NAME, "the gateway does not answer");
  const linked = status.cabinets.filter(({ link }) => link === "up");
  if (linked.length === 0) return unknown(NAME, "no controller is linked that could tell");
  const broken = linked.filter(({ problem }) => ofTheBus(problem));
  if (broken.length === 0) return ok(NAME, "all relay boards answer");
  return broken.map(({ id, problem = "" }) =>
    warning(
      NAME,
      `${id}: ${problem}`,
      "Check the plug between controller and relay boards, their 5 V, and the pull-ups.",
    ),
  );
};
