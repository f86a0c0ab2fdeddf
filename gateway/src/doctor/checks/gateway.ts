import { bad, type Check, ok, unknown, warning } from "../check.ts";

const NAME = "gateway";

export const gateway: Check = ({ status, configuration, noStatus, noConfiguration }) => {
  // Before all else: a gateway that still runs does not start again with it.
  if (configuration === undefined) {
    return noConfiguration
      ? bad(NAME, noConfiguration.message.replaceAll("\n", "; "), noConfiguration.hint)
      : bad(NAME, "there is no configuration", "holdfast setup");
  }
  if (configuration.hidden)
    return bad(NAME, `its user may not read ${configuration.file}`, `chmod 644 ${configuration.file}`);
  if (status === undefined) {
    // Whoever may not ask it cannot tell how it is.
    if (noStatus?.message.includes("EACCES"))
      return unknown(NAME, "not everybody may ask it: sudo holdfast doctor");
    return bad(NAME, "does not answer", "systemctl status holdfast-gateway; journalctl -u holdfast-gateway");
  }
  const [problem] = status.problems;
  if (problem) return warning(NAME, problem.message, problem.hint);
  return ok(NAME, `${status.version}, ${status.ledger.events} events`);
};
