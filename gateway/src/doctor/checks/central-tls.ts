/** Sync speaks TLS alone; whom it believes is said by [sync] ca. The servers' own certificates only a connection shows. */
import { X509Certificate } from "node:crypto";
import { bad, type Check, ok, unknown, warning } from "../check.ts";

const NAME = "TLS to central";
const SOON_DAYS = 30;
const DAY_MS = 86_400_000;
const ADVICE = "Get the certificate of the authority from whoever runs central (sync/README.md): [sync] ca.";
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

export const centralTls: Check = ({ configuration, read, exists, now }) => {
  if (!configuration?.syncs) return [];
  const { ca } = configuration;
  if (ca === undefined) return ok(NAME, "servers are checked with the authorities that Node knows");
  const text = read(ca);
  if (text === undefined)
    return exists(ca)
      ? unknown(NAME, `${ca} cannot be read: sudo holdfast doctor`)
      : bad(NAME, `there is no ${ca}`, ADVICE);
  const end = lastEnd(text);
  if (Number.isNaN(end)) return bad(NAME, `${ca} is no certificate`, ADVICE);
  const days = Math.floor((end - now) / DAY_MS);
  const day = new Date(end).toISOString().slice(0, 10);
  if (days < 0) return bad(NAME, `${ca} ended on ${day}`, ADVICE);
  return days < SOON_DAYS
    ? warning(NAME, `${ca} ends on ${day}`, ADVICE)
    : ok(NAME, `${ca} is good until ${day}`);
};

/** When the last of these certificates ends: a file may have the next one beside the old. NaN where one is none. */
function lastEnd(text: string): number {
  try {
    const ends = (text.match(CERTIFICATE) ?? []).map((one) => Date.parse(new X509Certificate(one).validTo));
    return ends.length === 0 ? Number.NaN : Math.max(...ends);
  } catch {
    return Number.NaN;
  }
}
