import { bad, type Check, ok, warning } from "../check.ts";

const NAME = "gateway";

export const gateway: Check = ({ status, configuration }) => {
  if (configuration === undefined)
    return bad(NAME, "there is no configuration that it can use", "holdfast setup");
  if (status === undefined) {
    return bad(NAME, "does not answer", "systemctl status holdfast-gateway; journalctl -u holdfast-gateway");
  }
  const [problem] = status.problems;
  if (problem) return warning(NAME, problem.message, problem.hint);
  return ok(NAME, `${status.version}, ${status.ledger.events} events`);
};
