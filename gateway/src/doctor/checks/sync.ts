import { bad, type Check, ok, unknown, warning } from "../check.ts";

const NAME = "sync";
const LATE_S = 3600;
/** By then a sync process that lives has said something. */
const SILENT_S = 120;
const ADVICE = "holdfast status; journalctl -u holdfast-sync";

export const sync: Check = ({ status, configuration }) => {
  if (!configuration?.syncs) return [];
  if (status === undefined) return unknown(NAME, "the gateway does not answer");
  const { sync: found } = status;
  if (found === undefined)
    return bad(NAME, "the gateway does not know of it", "systemctl restart holdfast-gateway");
  const { state, staleSeconds, backlog } = found;
  if (state === "starting" && status.uptime > SILENT_S)
    return bad(NAME, "its process has said nothing yet", `systemctl start holdfast-sync; ${ADVICE}`);
  const age = staleSeconds === undefined ? "central was not reached yet" : `central is ${staleSeconds} s old`;
  const text = `${state}, ${age}, ${backlog} events to go`;
  if (state === "stopped" || state === "silent") return bad(NAME, text, ADVICE);
  if ((staleSeconds ?? 0) > LATE_S || state === "retrying") return warning(NAME, text, ADVICE);
  return ok(NAME, text);
};
