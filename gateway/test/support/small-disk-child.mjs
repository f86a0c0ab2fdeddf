/**
 * Runs under small-disk.c: opens a ledger as the gateway does and carries out one line of stdin after the other, with
 * one line of JSON as the answer. Its clock moves only when it is told to.
 */
import { createInterface } from "node:readline";

const { openKept } = await import(process.env.OPEN_KEPT);
const folder = process.env.SMALL_DISK;
const timers = [];
const clock = {
  now: 0,
  monotonic: () => clock.now,
  wall: () => 0,
  after(milliseconds, call) {
    const timer = { at: clock.now + milliseconds, call };
    timers.push(timer);
    return () => timers.includes(timer) && timers.splice(timers.indexOf(timer), 1);
  },
};
const random = { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)), below: () => 0 };
const log = { info() {}, warn() {}, error() {} };
const { ledger, care } = await openKept({ folder, clock, random, log });
care.start();

const acts = {
  /** So many changes, one after the other, until one is refused. */
  change(count) {
    for (let done = 0; done < count; done++) {
      try {
        ledger.change((append) =>
          append({ at: 0, kind: "change", actor: "gateway", reason: "x".repeat(200) }),
        );
      } catch (error) {
        return { done, refused: error.code };
      }
    }
    return { done: count };
  },
  changeUntilLow() {
    let done = 0;
    while (!ledger.lowOnSpace && acts.change(1).done === 1) done++;
    return { done };
  },
  pass(milliseconds) {
    const end = clock.now + milliseconds;
    for (;;) {
      const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      clock.now = next.at;
      timers.splice(timers.indexOf(next), 1);
      next.call();
    }
    clock.now = end;
    return {};
  },
  close() {
    ledger.close();
    return {};
  },
  backup: () => care.backup().catch(({ code, message }) => ({ code, message })),
  ask: () => ({
    low: ledger.lowOnSpace,
    problems: care.problems().map(({ code }) => code),
    events: ledger.head.sequence,
  }),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [name, argument] = line.split(" ");
  process.stdout.write(`${JSON.stringify(await acts[name](Number(argument)))}\n`);
}
