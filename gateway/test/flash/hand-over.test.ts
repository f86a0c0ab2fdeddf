import pino from "pino";
import { expect, test } from "vitest";
import { PortHandOver } from "../../src/site/port-hand-over.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

function scene({ device = "/dev/ttyUSB0", busy = false, pairing = false, doorOpen = false } = {}) {
  const clock = new VirtualClock();
  const calls: string[] = [];
  const events: object[] = [];
  const link = {
    rest: () => {
      if (!busy) calls.push("rest");
      return !busy;
    },
    wake: () => void calls.push("wake"),
  };
  const append = (event: object) => events.push(event);
  const ledger = { change: (work: (append: never) => void) => work(append as never) } as never;
  const log = pino({ level: "silent" });
  const port = new PortHandOver({
    ...{ cabinet: "hall", device: device || undefined, ledger, link, clock, log },
    pairing: () => pairing,
    doorOpen: () => doorOpen,
  });
  return { port, clock, calls, events };
}

test("the port is lent, the ledger tells it, and it is taken back", () => {
  const { port, calls, events } = scene();
  expect(port.handOver()).toEqual({ port: "/dev/ttyUSB0", secondsLeft: 300 });
  expect(port.away).toBe(true);
  port.takeBack();
  expect(calls).toEqual(["rest", "wake"]);
  expect(events).toMatchObject([{ kind: "handed_over", cabinet: "hall" }]);
});

test("whoever forgets to give it back loses it after five minutes", async () => {
  const { port, clock, calls } = scene();
  port.handOver();
  await clock.advance(299_000);
  expect(port.away).toBe(true);
  await clock.advance(1000);
  expect({ away: port.away, calls }).toEqual({ away: false, calls: ["rest", "wake"] });
});

test.each([
  [{ busy: true }, "cabinet_busy"],
  [{ pairing: true }, "pairing_running"],
  [{ doorOpen: true }, "door_open"],
  [{ device: "" }, "no_serial_port"],
])("%o keeps it: %s", (options, code) => {
  const { port, calls } = scene(options);
  expect(() => port.handOver()).toThrow(expect.objectContaining({ code }));
  expect(calls).toEqual([]);
});
