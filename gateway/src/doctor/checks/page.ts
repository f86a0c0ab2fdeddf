/** The process that serves the page; only where systemd knows it. */
import { bad, type Check, ok } from "../check.ts";

const NAME = "page";
const UNIT = "holdfast-web.service";

export const page: Check = ({ run, configuration }) => {
  const state = run("systemctl", "show", "--property=LoadState,ActiveState", UNIT);
  if (configuration === undefined || !state?.includes("LoadState=loaded")) return [];
  if (state.includes("ActiveState=active")) return ok(NAME, `is served on ${configuration.listen}`);
  return bad(NAME, "is not served", `systemctl restart ${UNIT}; journalctl -u ${UNIT}`);
};
