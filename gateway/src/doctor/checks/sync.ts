import { bad, type Check, ok, warning } from "../check.ts";

const NAME = "sync";
const LATE_S = 3600;
const ADVICE = "holdfast status; journalctl -u holdfast-sync";

export const sync: Check = ({ status, configuration }) => {
  if (!configuration?.syncs || status === undefined) return [];
  const { sync: found } = status;
  if (found === undefined)
    return bad(NAME, "the gateway does not know of it", "systemctl restart holdfast-gateway");
  const { state, staleSeconds, backlog } = found;
  const age = staleSeconds === undefined ? "central was not reached yet" : `central is ${staleSeconds} s old`;
  const text = `${state}, ${age}, ${backlog} events to go`;
  if (state === "stopped" || state === "silent") return bad(NAME, text, ADVICE);
  if ((staleSeconds ?? 0) > LATE_S || state === "retrying") return warning(NAME, text, ADVICE);
  return ok(NAME, text);
};
