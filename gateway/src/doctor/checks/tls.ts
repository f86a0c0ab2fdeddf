import { type Check, ok, warning } from "../check.ts";

const NAME = "TLS";

export const tls: Check = ({ configuration }) => {
  if (configuration === undefined) return [];
  if (/^(127\.|localhost|\[::1\])/.test(configuration.listen))
    return ok(NAME, "the page is for this machine only");
  const advice =
    "On a network with strangers: put a proxy with a certificate before it (OPERATIONS.md, HTTPS).";
  return warning(NAME, `the page is served on ${configuration.listen} without HTTPS`, advice);
};
