import { describe, expect, test } from "vitest";
import { LinkDriver, SESSION, sentNames, told } from "../support/link-driver.ts";

const SLOT = { name: "slot", locker: 1, present: 0, slot: new Uint8Array(16) } as const;

describe("session", () => {
  test.each([
    ["replayed", SESSION, 1],
    ["reordered", SESSION, 4],
    ["of an older session", SESSION - 1, 9],
    ["outside of a session", 0, 9],
  ])("drops a frame that is %s", (_what, session, counter) => {
    const link = new LinkDriver();
    link.connect();
    link.frame(SLOT, SESSION, 5);
    expect(told(link.frame(SLOT, session, counter))).toEqual(["dropped"]);
  });

  test("accepts the next frame after lost ones", () => {
    const link = new LinkDriver();
    link.connect();
    expect(told(link.frame(SLOT, SESSION, 90))).toEqual(["slot"]);
  });

  test("drops what no controller sends", () => {
    const link = new LinkDriver();
    link.connect();
    expect(told(link.hear({ name: "gateway_heartbeat" }))).toEqual(["dropped"]);
    const unknown = { session: SESSION, counter: 99, body: new Uint8Array([0xee]) };
    expect(told(link.input({ type: "frame", frame: unknown }))).toEqual(["dropped"]);
  });

  test("sends a heartbeat each second", () => {
    const link = new LinkDriver();
    link.connect();
    const names = [...link.pass(1000), ...link.heartbeat(), ...link.pass(1000)];
    expect(sentNames(names)).toEqual(["gateway_heartbeat", "gateway_heartbeat"]);
  });

  test("counts its frames from 1", () => {
    const link = new LinkDriver();
    link.open();
    const outputs = [...link.welcome(), ...link.heartbeat(), ...link.pass(2100)];
    const counters = outputs.flatMap((output) => (output.type === "send" ? [output.frame.counter] : []));
    expect(counters).toEqual([1, 2, 3]);
  });

  test("is down after 2.5 s of silence", () => {
    const link = new LinkDriver();
    link.connect();
    expect(told(link.pass(2500))).toEqual([]);
    expect(told(link.pass(100))).toEqual(["down", "reconnect"]);
  });

  test("does not take a pause of its own for silence of the controller", () => {
    const link = new LinkDriver();
    link.connect();
    link.now += 10_000;
    expect(told(link.input({ type: "tick" }))).toEqual([]);
    expect(told(link.pass(2500))).toEqual(["down", "reconnect"]);
  });

  test("is down when the stream closes", () => {
    const link = new LinkDriver();
    link.connect();
    expect(told(link.input({ type: "closed" }))).toEqual(["down"]);
    expect(told(link.heartbeat())).toEqual(["dropped"]);
  });

  test("sends notices only in a proven session", () => {
    const link = new LinkDriver();
    const notice = { type: "notice", message: { name: "acknowledge", sequence: 3 } } as const;
    expect(link.input(notice)).toEqual([]);
    link.open();
    link.welcome();
    expect(link.input(notice)).toEqual([]);
    link.heartbeat();
    expect(sentNames(link.input(notice))).toEqual(["acknowledge"]);
  });
});
