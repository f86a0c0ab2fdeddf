import { bad, type Check, ok, warning } from "../check.ts";

const NAME = "backup";
const HOUR_MS = 3_600_000;
const LATE_HOURS = 36;
const VERY_LATE_HOURS = 24 * 7;

export const backup: Check = ({ newestBackup, now, status }) => {
  if (status === undefined) return [];
  const advice = "holdfast backup; then systemctl status holdfast-backup.timer";
  if (newestBackup === undefined) return warning(NAME, "there is none yet", advice);
  const hours = Math.max(0, Math.floor((now - newestBackup) / HOUR_MS));
  const text = `the newest is ${hours} h old`;
  if (hours > VERY_LATE_HOURS) return bad(NAME, text, advice);
  return hours > LATE_HOURS ? warning(NAME, text, advice) : ok(NAME, text);
};
