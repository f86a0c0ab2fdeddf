import { encodeBody, encodePlainFrame, encodeSealedFrame, type Message } from "@holdfast/protocol";
import { describe, expect, test } from "vitest";
import { COUNTER_END } from "../../src/link/state.ts";
import { HANDSHAKE, heartbeat, LinkDriver, told } from "../support/link-driver.ts";

const SLOT = { name: "slot", locker: 1, present: 0, slot: new Uint8Array(16) } as const;
const EVENT = {
  name: "event",
  sequence: 1,
  kind: 2,
  locker: 1,
  outcome: 1,
  rental: 1,
  reference: 0,
  detail: 0,
  phone: new Uint8Array(8),
} as const;

function connected(): LinkDriver {
  const link = new LinkDriver();
  link.connect();
  return link;
}

describe("session", () => {
  test.each([
    ["replayed", 5],
    ["reordered", 4],
  ])("drops a frame that is %s", (_what, counter) => {
    const link = connected();
    link.sealed(SLOT, 5);
    const { heardAt } = link.state;
    link.now += 100;
    expect(told(link.sealed(SLOT, counter))).toEqual(["dropped"]);
    expect(link.state.heardAt).toBe(heardAt);
  });

  test("drops a frame of another session of the same pairing", () => {
    const link = connected();
    if (!link.welcomed) throw new Error("no welcome");
    const other = { ...link.welcomed, handshake: HANDSHAKE + 1 };
    expect(told(link.sealed(SLOT, 9, other))).toEqual(["dropped"]);
    // The same number in the header, but the keys of an earlier boot.
    const earlier = { ...link.welcomed, boot: 0 };
    expect(told(link.sealed(SLOT, 9, earlier))).toEqual(["dropped"]);
    expect(link.state.session?.received).toBe(1);
  });

  test("drops its own frames when they come back", () => {
    const link = connected();
    const [own] = link.pass(1000);
    expect(own?.type === "send" && told(link.bytes(own.wire))).toEqual(["dropped"]);
  });

  test.each([
    EVENT,
    SLOT,
    heartbeat(),
    { name: "result", id: 1, outcome: 1, locker: 1, rental: 1, wait_s: 0 },
    { name: "paired", controller_id: new Uint8Array(4), pin_key_taken: 1 },
    { name: "pair_ready" },
  ] satisfies Message[])("takes no $name in plaintext", (message) => {
    const link = connected();
    link.execute(1);
    const before = link.state;
    expect(told(link.plain(message))).toEqual(["dropped"]);
    expect(link.state).toEqual(before);
  });

  test("takes no frame in which one bit was changed", () => {
    const link = connected();
    const wire = link.seal(encodeBody(EVENT), 2);
    for (let at = 1; at < wire.length - 1; at++) {
      const changed = wire.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      expect(told(link.bytes(changed))).not.toContain("event");
    }
    expect(link.state.session?.received).toBe(1);
    expect(told(link.bytes(wire))).toEqual(["event"]);
  });

  test("takes no plain frame that says that it is of this session", () => {
    const link = connected();
    const key = new Uint8Array(16);
    const forged = encodeSealedFrame(key, { session: HANDSHAKE, counter: 9, body: encodeBody(EVENT) });
    expect(told(link.bytes(forged))).toEqual(["dropped"]);
    expect(told(link.bytes(encodePlainFrame(encodeBody(EVENT))))).toEqual(["dropped"]);
  });

  test("accepts the next frame after lost ones", () => {
    expect(told(connected().sealed(SLOT, 90))).toEqual(["slot"]);
  });

  test("drops what no controller sends", () => {
    const link = connected();
    expect(told(link.hear({ name: "gateway_heartbeat" }))).toEqual(["dropped"]);
    expect(told(link.bytes(link.seal(new Uint8Array([0xee]), 99)))).toEqual(["dropped"]);
  });

  test("sends a heartbeat each second", () => {
    const link = connected();
    const names = [...link.pass(1000), ...link.heartbeat(), ...link.pass(1000)];
    expect(link.sentNames(names)).toEqual(["gateway_heartbeat", "gateway_heartbeat"]);
  });

  test("counts its frames from 1", () => {
    const link = new LinkDriver();
    link.open();
    const outputs = [...link.welcome(), ...link.heartbeat(), ...link.pass(2100)];
    expect(link.frames(outputs).map(({ counter }) => counter)).toEqual([1, 2, 3]);
  });

  test.each([
    ["sent", { sent: COUNTER_END - 1 }, 1],
    ["received", { received: COUNTER_END }, 0],
  ])("ends before a %s counter could begin again", (_what, changes, frames) => {
    const link = connected();
    const { session } = link.state;
    if (!session) throw new Error("no session");
    link.state = { ...link.state, session: { ...session, ...changes } };
    const notice = { type: "notice", message: { name: "acknowledge", sequence: 3 } } as const;
    const outputs = frames > 0 ? [...link.input(notice), ...link.input(notice)] : [];
    expect(outputs).toHaveLength(frames);
    expect(told(link.pass(100))).toEqual(["down", "reconnect"]);
  });

  test("is down after 2.5 s of silence", () => {
    const link = connected();
    expect(told(link.pass(2500))).toEqual([]);
    expect(told(link.pass(100))).toEqual(["down", "reconnect"]);
  });

  test("does not take a pause of its own for silence of the controller", () => {
    const link = connected();
    link.now += 10_000;
    expect(told(link.input({ type: "tick" }))).toEqual([]);
    expect(told(link.pass(2500))).toEqual(["down", "reconnect"]);
  });

  test("is down when the stream closes", () => {
    const link = connected();
    expect(told(link.input({ type: "closed" }))).toEqual(["down"]);
    expect(told(link.heartbeat())).toEqual(["dropped"]);
  });

  test("is left for a new one when another is wanted", () => {
    const link = connected();
    const nonce = new Uint8Array(8).fill(3);
    const outputs = link.input({ type: "greet", nonce, keys: [new Uint8Array(16)] });
    expect(told(outputs)).toEqual(["down"]);
    expect(link.sent(outputs)).toMatchObject([{ name: "hello", nonce }]);
    expect(told(link.heartbeat())).toEqual(["dropped"]);
  });

  test("sends notices only when it is proven", () => {
    const link = new LinkDriver();
    const notice = { type: "notice", message: { name: "acknowledge", sequence: 3 } } as const;
    expect(link.input(notice)).toEqual([]);
    link.open();
    link.welcome();
    expect(link.input(notice)).toEqual([]);
    link.heartbeat();
    expect(link.sentNames(link.input(notice))).toEqual(["acknowledge"]);
  });
});
