import { describe, expect, test } from "vitest";
import { LinkDriver, told } from "../support/link-driver.ts";

function connected(): LinkDriver {
  const link = new LinkDriver();
  link.connect();
  return link;
}

describe("commands", () => {
  test("go out with a deadline in the controller's uptime", () => {
    const link = connected();
    link.heartbeat(60_000);
    link.pass(300);
    expect(link.sent(link.execute(5))).toEqual([
      { name: "operator_open", id: 5, locker: 1, deadline: 63_300 },
    ]);
  });

  test("have a deadline that wraps with the uptime", () => {
    const link = connected();
    link.heartbeat(2 ** 32 - 1000);
    expect(link.sent(link.execute(5))).toMatchObject([{ deadline: 2000 }]);
    expect(link.sentNames(link.result(5, "never_seen"))).toEqual(["operator_open"]);
  });

  test("are carried out one after the other", () => {
    const link = connected();
    expect(link.sentNames(link.execute(1))).toEqual(["operator_open"]);
    expect(link.sentNames(link.execute(2))).toEqual([]);
    const outputs = link.result(1, "done");
    expect(told(outputs)).toEqual(["1 answered"]);
    expect(link.sent(outputs)).toMatchObject([{ name: "operator_open", id: 2 }]);
  });

  test("are refused without a session", () => {
    const link = new LinkDriver();
    expect(told(link.execute(1))).toEqual(["1 unreachable"]);
  });

  test("are refused when too many wait", () => {
    const link = connected();
    for (let id = 1; id <= 17; id++) expect(told(link.execute(id))).toEqual([]);
    expect(told(link.execute(18))).toEqual(["18 busy"]);
  });

  test("do not wait for ever behind another one", () => {
    const link = connected();
    link.execute(1);
    link.execute(2);
    const outputs = [];
    for (let i = 0; i < 4; i++) outputs.push(...link.pass(1000), ...link.heartbeat());
    expect(told(outputs)).toContain("2 busy");
  });

  test("that find the controller busy are sent again under the same id and deadline", () => {
    const link = connected();
    const [first] = link.sent(link.execute(1));
    link.result(1, "busy");
    expect(link.sent(link.pass(100))).toEqual([first]);
    expect(told(link.result(1, "done"))).toEqual(["1 answered"]);
  });

  test("are given up as expired when the controller stays busy until the deadline", () => {
    const link = connected();
    link.execute(1);
    const outputs = [];
    for (let i = 0; i < 32; i++) outputs.push(...link.result(1, "busy"), ...link.pass(100));
    const settled = outputs.find((output) => output.type === "settled");
    expect(settled).toMatchObject({ id: 1, settlement: { how: "answered", result: { outcome: 13 } } });
  });

  test("whose result is lost are asked for, never sent again", () => {
    const link = connected();
    link.execute(1);
    const outputs = [];
    for (let i = 0; i < 3; i++) outputs.push(...link.pass(900), ...link.heartbeat());
    const names = link.sentNames(outputs).filter((name) => name !== "gateway_heartbeat");
    expect(names).toEqual(["query_result", "query_result", "query_result", "query_result"]);
    expect(told(link.result(1, "done"))).toEqual(["1 answered"]);
  });

  test("that were never seen are sent again before their deadline", () => {
    const link = connected();
    const [first] = link.sent(link.execute(1));
    link.pass(1000);
    expect(link.sent(link.result(1, "never_seen"))).toEqual([first]);
  });

  test("that were never seen are given up after their deadline", () => {
    const link = connected();
    link.execute(1);
    link.pass(2400);
    link.heartbeat(52_400);
    link.pass(700);
    const outputs = link.result(1, "never_seen");
    expect(link.sent(outputs)).toEqual([]);
    expect(outputs).toMatchObject([{ id: 1, settlement: { how: "answered", result: { outcome: 13 } } }]);
  });

  test("that run are asked for again", () => {
    const link = connected();
    link.execute(1);
    link.pass(1000);
    link.result(1, "busy");
    expect(link.sentNames(link.pass(500))).toEqual(["query_result"]);
  });

  test("are unknown when only the journal can tell", () => {
    const link = connected();
    link.execute(1);
    link.pass(1000);
    expect(told(link.result(1, "unknown"))).toEqual(["1 unknown"]);
  });

  test("have a stale id when the controller knows a greater one at once", () => {
    const link = connected();
    link.execute(1);
    expect(told(link.result(1, "unknown"))).toEqual(["1 stale_id"]);
  });

  test("ignore results of others and doubled results", () => {
    const link = connected();
    link.execute(2);
    expect(told(link.result(1, "done"))).toEqual([]);
    expect(told(link.result(2, "done"))).toEqual(["2 answered"]);
    expect(told(link.result(2, "done"))).toEqual([]);
  });

  test("that the controller does not know are over", () => {
    const link = connected();
    link.execute(1);
    const refused = { name: "refused", message: 0x13, reason: 1, version_min: 1, version_max: 1 } as const;
    expect(told(link.hear(refused))).toEqual(["1 refused"]);
  });

  test("are unknown after ten seconds, whatever happens", () => {
    const link = connected();
    link.execute(1);
    const outputs = [];
    for (let i = 0; i < 10; i++) outputs.push(...link.pass(1000), ...link.heartbeat());
    expect(told(outputs).filter((what) => what !== "controller_heartbeat")).toEqual(["1 unknown"]);
  });
});
