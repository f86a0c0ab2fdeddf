/** The gateway's own backup, and the copy of it that a timer puts elsewhere. */
import { bad, type Check, type Finding, ok, type Patient, unknown, warning } from "../check.ts";

const NAME = "backup";
const COPY = "backup copy";
const UNIT = "holdfast-backup.service";
const TIMER = "holdfast-backup.timer";
/** As copy-backup leaves it. */
const COPIED = "/var/lib/holdfast-backup/copied";
const HOUR_MS = 3_600_000;
const LATE_HOURS = 36;
const VERY_LATE_HOURS = 24 * 7;

export const backup: Check = (patient) => [ownBackup(patient), ...copy(patient)];

function ownBackup({ newestBackup, now, status }: Patient): Finding {
  if (status === undefined) return unknown(NAME, "the gateway does not answer");
  return ofAge(NAME, newestBackup, now, `holdfast backup; then systemctl status ${TIMER}`);
}

/** A stick that was pulled out, or that is full, is noticed by nobody else. */
function copy({ run, changed, now }: Patient): Finding[] {
  const result = /^Result=(.+)$/m.exec(run("systemctl", "show", "--property=Result", UNIT) ?? "")?.[1];
  if (result !== undefined && result !== "success")
    return [bad(COPY, `the last one failed: ${result}`, `journalctl -u ${UNIT}`)];
  const timer = run("systemctl", "show", "--property=LoadState,ActiveState", TIMER);
  if (!timer?.includes("LoadState=loaded")) return [];
  if (!timer.includes("ActiveState=active"))
    return [warning(COPY, "nothing makes one: its timer is off", `systemctl enable --now ${TIMER}`)];
  // The result of the last one is forgotten with a restart, and one that is skipped has none.
  return [ofAge(COPY, changed(COPIED), now, `systemctl start ${UNIT}; journalctl -u ${UNIT}`)];
}

function ofAge(name: string, at: number | undefined, now: number, advice: string): Finding {
  if (at === undefined) return warning(name, "there is none yet", advice);
  const hours = Math.max(0, Math.floor((now - at) / HOUR_MS));
  const text = `the newest is ${hours} h old`;
  if (hours > VERY_LATE_HOURS) return bad(name, text, advice);
  return hours > LATE_HOURS ? warning(name, text, advice) : ok(name, text);
}
