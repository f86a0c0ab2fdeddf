/**
 * When a cycle is due by the clock on the wall. Each gateway has a second of its own in the minute, so that not all come at
 * once; at that second the cron expression is asked whether this minute is meant. node-cron's own timers are not used:
 * when a clock is set back they wait until it has caught up, and when it is set from 1970 to today they count up every
 * minute that was missed, 29 million of them.
 */
import { hash } from "node:crypto";
import type { Clock } from "@holdfast/gateway/clock";
import { createTask, parse, validateDetailed } from "node-cron";

const MINUTE_MS = 60_000;
const FIELDS = 5;
/** So much may a timer come too early. */
const EARLY_MS = 50;

/** The second of the minute that belongs to a login. */
export function phaseOf(login: string): number {
  return Number.parseInt(hash("sha256", login).slice(0, 8), 16) % 60;
}

/** What is wrong with a schedule, or undefined. */
export function whatIsWrong(schedule: string): string | undefined {
  if (schedule.trim().split(/\s+/).length !== FIELDS) {
    return 'must have five fields, as "*/5 * * * *": minute, hour, day, month, day of the week';
  }
  const { errors } = validateDetailed(schedule);
  return errors.length === 0
    ? undefined
    : errors.map(({ field, message }) => `${field}: ${message}`).join("; ");
}

/** `minute` is called once a minute, with whether a cycle is due. Returns the way to stop. */
export function followSchedule(
  schedule: string,
  phase: number,
  clock: Clock,
  minute: (due: boolean) => void,
): () => void {
  const due = matcher(schedule);
  let cancel = () => {};
  const arm = () => {
    const past = (((clock.wall() - phase * 1000) % MINUTE_MS) + MINUTE_MS) % MINUTE_MS;
    // One that came early belongs to this minute, which is done.
    const wait = MINUTE_MS - past;
    cancel = clock.after(wait < EARLY_MS ? wait + MINUTE_MS : wait, () => {
      arm();
      const now = clock.wall() + EARLY_MS;
      minute(due(new Date(now - (now % MINUTE_MS))));
    });
  };
  arm();
  return () => cancel();
}

/**
 * node-cron reads the clock through Intl, which takes 6 MB. A Date knows the same; only the days that depend on their month
 * ("L", "15W", "5#2") are left to node-cron.
 */
function matcher(schedule: string): (minute: Date) => boolean {
  const { minute, hour, dayOfMonth, month, dayOfWeek } = parse(schedule);
  if ([...dayOfMonth, ...dayOfWeek].some((day) => typeof day === "string")) {
    const task = createTask(schedule, () => {});
    return (date) => task.match(date);
  }
  return (date) =>
    minute.includes(date.getMinutes()) &&
    hour.includes(date.getHours()) &&
    dayOfMonth.includes(date.getDate()) &&
    month.includes(date.getMonth() + 1) &&
    dayOfWeek.includes(date.getDay());
}
