/** Bridges that were given no address ask the network where the gateway is. */
import { type Check, ok, warning } from "../check.ts";

const NAME = "mDNS";
const FILE = "/etc/avahi/services/holdfast.service";

export const mdns: Check = ({ configuration, exists, run }) => {
  if (!configuration?.cabinets.some(({ bridge }) => bridge)) return [];
  const answers = run("systemctl", "is-active", "avahi-daemon") !== undefined;
  if (answers && exists(FILE)) return ok(NAME, `bridges are told of port ${configuration.bridgePort}`);
  return warning(
    NAME,
    answers ? `there is no ${FILE}` : "avahi-daemon does not run",
    "apt install avahi-daemon, then systemctl restart holdfast-gateway; or give each bridge the address.",
  );
};
