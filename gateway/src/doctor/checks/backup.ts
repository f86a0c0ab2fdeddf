/** The gateway's own backup, and the copy of it that a timer puts elsewhere. */
import { bad, type Check, type Finding, ok, type Patient, unknown, warning } from "../check.ts";

const NAME = "backup";
const COPY = "backup copy";
const UNIT = "holdfast-backup.service";
const HOUR_MS = 3_600_000;
const LATE_HOURS = 36;
const VERY_LATE_HOURS = 24 * 7;

export const backup: Check = (patient) => [ownBackup(patient), ...copy(patient)];

function ownBackup({ newestBackup, now, status }: Patient): Finding {
  if (status === undefined) return unknown(NAME, "the gateway does not answer");
  const advice = "holdfast backup; then systemctl status holdfast-backup.timer";
  if (newestBackup === undefined) return warning(NAME, "there is none yet", advice);
  const hours = Math.max(0, Math.floor((now - newestBackup) / HOUR_MS));
  const text = `the newest is ${hours} h old`;
  if (hours > VERY_LATE_HOURS) return bad(NAME, text, advice);
  return hours > LATE_HOURS ? warning(NAME, text, advice) : ok(NAME, text);
}

/** A stick that was pulled out, or that is full, is noticed by nobody else. */
function copy({ run }: Patient): Finding[] {
  const result = /^Result=(.+)$/m.exec(run("systemctl", "show", "--property=Result", UNIT) ?? "")?.[1];
  if (result === undefined || result === "success") return [];
  return [bad(COPY, `the last one failed: ${result}`, `journalctl -u ${UNIT}`)];
}
