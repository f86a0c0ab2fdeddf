import { expect, test } from "vitest";
import { SystemdNotify } from "../../src/process/systemd-notify.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

const WATCHDOG = { HOLDFAST_NOTIFY_FD: "7", WATCHDOG_USEC: "30000000" };

function notifier(environment: Record<string, string> = WATCHDOG, pid = 42) {
  const clock = new VirtualClock();
  const sent: string[] = [];
  const heard = { write: (_fd: number, text: string) => void sent.push(text) };
  const notify = new SystemdNotify({ environment, clock, pid, write: (fd, text) => heard.write(fd, text) });
  const signs = () => sent.filter((text) => text.startsWith("WATCHDOG=1")).length;
  return { clock, sent, notify, signs, heard };
}

test("six signs of life come in the time that the watchdog waits", async () => {
  const { clock, notify, signs } = notifier();
  notify.ready(() => "well");
  await clock.advance(29_999);
  expect(signs()).toBe(5);
  await clock.advance(1);
  expect(signs()).toBe(6);
});

test("two syncs of 10.5 s at the worst moment leave no gap as long as the watchdog's time", async () => {
  const { clock, notify, heard } = notifier();
  const at: number[] = [];
  heard.write = () => void at.push(clock.monotonic());
  notify.ready(() => "well");
  for (let sync = 0; sync < 2; sync++) {
    await clock.advance(9999);
    // Nothing runs meanwhile, not even timers.
    clock.block(21_000);
  }
  await clock.advance(5000);
  const gaps = at.slice(1).map((time, index) => time - (at[index] as number));
  expect(Math.max(...gaps)).toBeLessThan(30_000);
});

test("a process that is not well gives no sign of life and says why, on one line", async () => {
  const { clock, notify, signs, sent } = notifier();
  let well = true;
  notify.ready(() => {
    if (!well) throw new Error("disk I/O error\nsecond line");
    return "well";
  });
  well = false;
  await clock.advance(30_000);
  expect(signs()).toBe(0);
  expect(sent.at(-1)).toBe("STATUS=not well: disk I/O error second line");
  well = true;
  await clock.advance(5000);
  expect(signs()).toBe(1);
});

test("once it ends there is no sign of life any more", async () => {
  const { clock, notify, sent } = notifier();
  notify.ready(() => "well");
  notify.stopping();
  await clock.advance(60_000);
  expect(sent).toEqual(["READY=1\nSTATUS=well", "STOPPING=1"]);
  expect(clock.timers).toBe(0);
});

test.each([
  ["another process is watched", { ...WATCHDOG, WATCHDOG_PID: "43" }],
  ["nobody watches", { HOLDFAST_NOTIFY_FD: "7" }],
])("no signs of life where %s", async (_when, environment) => {
  const { clock, notify, sent } = notifier(environment);
  notify.ready(() => "well");
  await clock.advance(60_000);
  expect(sent).toEqual(["READY=1\nSTATUS=well"]);
});

test("a service manager that does not read keeps nobody waiting", async () => {
  const { clock, notify, heard, signs } = notifier();
  const write = heard.write;
  notify.ready(() => "well");
  heard.write = () => {
    throw Object.assign(new Error("EAGAIN"), { code: "EAGAIN" });
  };
  await clock.advance(5000);
  heard.write = write;
  await clock.advance(5000);
  expect(signs()).toBe(1);
});
