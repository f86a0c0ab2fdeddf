import { bad, type Check, ok, unknown, warning } from "../check.ts";

const NAME = "disk";
const MEBIBYTE = 1024 * 1024;
const LITTLE = 500 * MEBIBYTE;
/** Less, and the gateway stores nothing more. */
const TOO_LITTLE = 50 * MEBIBYTE;

export const disk: Check = ({ space, configuration }) => {
  const found = configuration && space(configuration.data);
  if (!found) return unknown(NAME, "the data folder cannot be looked at");
  const text = `${Math.round(found.free / MEBIBYTE)} MB free`;
  const advice = "Make room: journalctl --vacuum-size=50M, apt-get clean, old files in /var/backups.";
  if (found.free < TOO_LITTLE) return bad(NAME, text, advice);
  return found.free < LITTLE ? warning(NAME, text, advice) : ok(NAME, text);
};
