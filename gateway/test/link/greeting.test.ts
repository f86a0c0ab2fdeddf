import { describe, expect, test } from "vitest";
import { LinkDriver, NONCE, SESSION, sent, sentNames, told } from "../support/link-driver.ts";

describe("greeting", () => {
  test("says hello every 500 ms until it is welcomed", () => {
    const link = new LinkDriver();
    expect(sent(link.open())).toEqual([{ name: "hello", version_min: 1, version_max: 1, nonce: NONCE }]);
    expect(sentNames(link.pass(1600))).toEqual(["hello", "hello", "hello"]);
    link.welcome();
    expect(sentNames(link.pass(400))).toEqual([]);
  });

  test("is up only when a frame of the session has arrived", () => {
    const link = new LinkDriver();
    link.open();
    expect(told(link.welcome())).toEqual([]);
    expect(told(link.heartbeat())).toEqual(["up", "controller_heartbeat"]);
  });

  test("asks for a new stream when nobody answers for 10 s", () => {
    const link = new LinkDriver();
    link.open();
    expect(told(link.pass(9900))).toEqual([]);
    expect(told(link.pass(200))).toEqual(["reconnect"]);
  });

  test.each([
    ["with another nonce", { nonce: new Uint8Array(8) }],
    ["with session 0", { session: 0 }],
  ])("ignores a welcome %s", (_what, changes) => {
    const link = new LinkDriver();
    link.open();
    expect(told(link.welcome(changes))).toEqual(["dropped"]);
    expect(link.state.phase).toBe("greeting");
  });

  test("ignores a welcome once the session is proven", () => {
    const link = new LinkDriver();
    link.connect();
    expect(told(link.welcome({ session: SESSION + 1 }))).toEqual(["dropped"]);
    expect(link.state.session?.welcome.session).toBe(SESSION);
  });

  test("a later welcome replaces one whose session nobody has used", () => {
    const link = new LinkDriver();
    link.open();
    link.welcome();
    link.welcome({ session: SESSION + 1 });
    expect(link.state.session?.welcome.session).toBe(SESSION + 1);
    expect(told(link.heartbeat())).toEqual(["up", "controller_heartbeat"]);
  });

  test("tells which versions a controller speaks that refuses ours", () => {
    const link = new LinkDriver();
    link.open();
    const refused = { name: "refused", message: 1, reason: 3, version_min: 2, version_max: 4 } as const;
    expect(link.frame(refused, 0, 0)).toEqual([{ type: "wrong_version", min: 2, max: 4 }]);
  });
});
