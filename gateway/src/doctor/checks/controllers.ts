/** Each controller: linked, without a problem, and with the firmware of this release. */
import { bad, type Check, type Finding, ok, warning } from "../check.ts";
import { ofTheBus } from "./i2c.ts";

export const controllers =
  (release: string | undefined): Check =>
  ({ status, configuration }) =>
    status?.cabinets.map((cabinet): Finding => {
      const { id, link, firmware } = cabinet;
      const problem = ofTheBus(cabinet.problem) ? undefined : cabinet.problem;
      const name = `controller ${id}`;
      if (link !== "up") return bad(name, problem ?? "is not linked", advice(problem, id));
      if (problem) return warning(name, problem, advice(problem, id));
      if (release !== undefined && firmware !== release) {
        const wireless = configuration?.cabinets.some((one) => one.id === id && one.serial === undefined);
        return warning(
          name,
          `has firmware ${firmware}, this release has ${release}`,
          wireless ? "Flash it where it is: OPERATIONS.md, Update the firmware." : `holdfast flash ${id}`,
        );
      }
      return ok(name, `firmware ${firmware}`);
    }) ?? [];

function advice(problem: string | undefined, id: string): string {
  const named = /(?:holdfast [a-z-]+|upgrade ).*$/.exec(problem ?? "")?.[0];
  return named ?? `Check power and cable of ${id}; its keypad works by itself.`;
}
