import { describe, expect, test } from "vitest";
import { HANDSHAKE, LinkDriver, told } from "../support/link-driver.ts";

describe("a command over a reconnection", () => {
  test("is asked for in the next session of the same boot", () => {
    const link = new LinkDriver();
    link.connect();
    link.execute(1);
    expect(told(link.input({ type: "closed" }))).toEqual(["down"]);
    link.open();
    link.welcome({ handshake: HANDSHAKE + 1 });
    expect(link.sentNames(link.heartbeat())).toEqual(["query_result"]);
    expect(told(link.result(1, "done"))).toEqual(["1 answered"]);
  });

  test("is unknown after a reboot and never sent again, because its deadline means another time", () => {
    const link = new LinkDriver();
    link.connect();
    link.execute(1);
    link.input({ type: "closed" });
    link.open();
    link.welcome({ handshake: HANDSHAKE + 1, boot: 2 });
    const outputs = link.heartbeat(10);
    expect(link.sentNames(outputs)).toEqual([]);
    expect(told(outputs)).toEqual(["up", "1 unknown", "controller_heartbeat"]);
  });

  test("is unknown when the link stays down", () => {
    const link = new LinkDriver();
    link.connect();
    link.execute(1);
    link.input({ type: "closed" });
    expect(told(link.pass(10_000))).toEqual(["1 unknown"]);
  });

  test("that still waited had no effect", () => {
    const link = new LinkDriver();
    link.connect();
    link.execute(1);
    link.execute(2);
    expect(told(link.input({ type: "closed" }))).toEqual(["2 unreachable", "down"]);
  });
});
