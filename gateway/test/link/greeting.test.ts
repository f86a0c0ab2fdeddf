import { PROTOCOL_VERSION, REFUSAL } from "@holdfast/protocol";
import { describe, expect, test } from "vitest";
import { HANDSHAKE, heartbeat, LinkDriver, NONCE, told } from "../support/link-driver.ts";

const OTHER_KEY = new Uint8Array(16).fill(9);
const REFUSED = { name: "refused", message: 1, version_min: 2, version_max: 2 } as const;

function opened(): LinkDriver {
  const link = new LinkDriver();
  link.open();
  return link;
}

describe("greeting", () => {
  test("says hello every 500 ms until it is welcomed", () => {
    const link = new LinkDriver();
    const [version_min, version_max] = [PROTOCOL_VERSION, PROTOCOL_VERSION];
    expect(link.sent(link.open())).toEqual([{ name: "hello", version_min, version_max, nonce: NONCE }]);
    expect(link.sentNames(link.pass(1600))).toEqual(["hello", "hello", "hello"]);
    link.welcome();
    expect(link.sentNames(link.pass(400))).toEqual([]);
  });

  test("answers a good welcome with a sealed heartbeat, the first frame of the session", () => {
    const link = opened();
    const outputs = link.welcome();
    expect(link.frames(outputs)).toMatchObject([{ session: HANDSHAKE, counter: 1 }]);
    expect(link.sentNames(outputs)).toEqual(["gateway_heartbeat"]);
  });

  test("is up only when a heartbeat of the session has arrived, and ignores what comes before", () => {
    const link = opened();
    expect(told(link.welcome())).toEqual([]);
    expect(told(link.hear({ name: "result", id: 1, outcome: 1, locker: 1, rental: 1, wait_s: 0 }))).toEqual([
      "dropped",
    ]);
    expect(told(link.heartbeat())).toEqual(["up", "controller_heartbeat"]);
  });

  test("asks for a new stream when nobody answers for 10 s", () => {
    const link = opened();
    expect(told(link.pass(9900))).toEqual([]);
    expect(told(link.pass(200))).toEqual(["reconnect"]);
  });

  test.each([
    ["with another nonce", { nonce: new Uint8Array(8) }, "dropped"],
    ["whose session is 0", { handshake: 0x10000 }, "dropped"],
    ["with a wrong proof", { proof: new Uint8Array(8) }, "wrong_proof"],
    ["of an older protocol", { version: PROTOCOL_VERSION - 1 }, "wrong_version"],
    ["of a newer protocol", { version: PROTOCOL_VERSION + 1 }, "wrong_version"],
  ])("takes no welcome %s", (_what, changes, what) => {
    const link = opened();
    const outputs = link.welcome(changes);
    expect(told(outputs)).toEqual([what]);
    expect(link.sent(outputs)).toEqual([]);
    expect(link.state.phase).toBe("greeting");
  });

  test.each(["boot", "handshake", "controller_id", "firmware"] as const)(
    "takes no welcome whose %s was changed on the way",
    (field) => {
      const link = opened();
      link.welcome();
      const good = link.welcomed;
      if (!good) throw new Error("no welcome");
      const changed = { boot: 9, handshake: 9, controller_id: NONCE.slice(4), firmware: NONCE.slice(5) };
      const again = opened();
      expect(told(again.welcome({ ...good, [field]: changed[field] }))).toEqual(["wrong_proof"]);
    },
  );

  test("knows a controller by any of the keys that it may have", () => {
    const link = new LinkDriver();
    link.open([OTHER_KEY, new Uint8Array(16).fill(0x42)]);
    link.welcome();
    expect(link.heartbeat()).toMatchObject([{ type: "up", key: new Uint8Array(16).fill(0x42) }, {}]);
  });

  test("ignores a welcome once the session is proven", () => {
    const link = new LinkDriver();
    link.connect();
    expect(told(link.welcome({ handshake: HANDSHAKE + 1 }))).toEqual(["dropped"]);
    expect(link.state.session?.welcome.handshake).toBe(HANDSHAKE);
  });

  test.each([
    ["of a later handshake", { handshake: HANDSHAKE + 1 }],
    ["after a reboot", { boot: 2, handshake: 1 }],
  ])("a welcome %s replaces one whose session nobody has used", (_what, changes) => {
    const link = opened();
    link.welcome();
    expect(link.sentNames(link.welcome(changes))).toEqual(["gateway_heartbeat"]);
    expect(told(link.heartbeat())).toEqual(["up", "controller_heartbeat"]);
  });

  test.each([
    ["the same one", {}],
    ["an earlier handshake", { handshake: HANDSHAKE - 1 }],
    ["an earlier boot", { boot: 0, handshake: HANDSHAKE + 1 }],
  ])("a replayed welcome of %s never brings used counters back", (_what, changes) => {
    const link = opened();
    link.welcome();
    const session = link.state.session;
    const outputs = link.welcome(changes);
    expect(told(outputs)).toEqual(["dropped"]);
    expect(link.sent(outputs)).toEqual([]);
    expect(link.state.session).toBe(session);
  });

  test("a welcome recorded in an earlier greeting means nothing in this one", () => {
    const link = new LinkDriver();
    link.connect();
    const recorded = link.welcomed;
    link.input({ type: "closed" });
    link.open(undefined, new Uint8Array(8).fill(7));
    expect(recorded && told(link.plain(recorded))).toEqual(["dropped"]);
  });

  test.each([
    ["wrong_version", REFUSAL.wrong_version],
    ["not_paired", REFUSAL.not_paired],
    ["dropped", REFUSAL.unknown_message],
  ])("a refusal tells a person: %s", (what, reason) => {
    const link = opened();
    expect(told(link.plain({ ...REFUSED, reason }))).toEqual([what]);
    expect(link.state.phase).toBe("greeting");
  });

  test("a refusal changes nothing in a session", () => {
    const link = new LinkDriver();
    link.connect();
    for (const reason of Object.values(REFUSAL)) {
      expect(told(link.plain({ ...REFUSED, reason }))).toEqual(["dropped"]);
    }
    expect(link.state.phase).toBe("session");
  });

  test("without a key nobody is greeted, and nobody who answers is believed", () => {
    const link = new LinkDriver();
    const outputs = link.open([]);
    expect(told(outputs)).toEqual(["no_key"]);
    expect(link.sent([...outputs, ...link.pass(60_000)])).toEqual([]);
    expect(told(link.welcome())).toEqual(["dropped"]);
    expect(told(link.plain(heartbeat()))).toEqual(["dropped"]);
  });
});
