import { expect, it } from "vitest";
import { decodeAnswer, encodeRequest, SyncRequest } from "../../src/contract/index.ts";
import { FakeLedger } from "../../src/rig/index.ts";

it("describes what the ledger of the tests sends", () => {
  const ledger = new FakeLedger();
  ledger.appendMany(3);
  const rows = { after: 0, to: 2, lockers: [ledger.locker(1)], rentals: [ledger.rental(1)] };
  const request = ledger.request(0, 10, {
    rows,
    find: [[1, ledger.hashAt(1)]],
    acks: [{ id: "a", state: "done" }],
  });
  expect(SyncRequest.parse(JSON.parse(encodeRequest(request)))).toEqual(request);
});

it("sends no half of a surrogate pair, which a server would refuse with all around it", () => {
  const ledger = new FakeLedger();
  ledger.events.push({ at: 1, kind: "a\ud800b", hash: ledger.head, body: "{}" });
  const text = encodeRequest(ledger.request(0));
  expect(text).toContain("a\ufffdb");
  expect(text).not.toContain("\\ud800");
});

it("reads an answer and puts its commands in order", () => {
  const command = {
    kind: "release",
    cabinet: "main",
    locker: 1,
    reason: "r",
    who: "w",
    ttl_ms: 1,
    payload: null,
    signature: null,
  };
  const answer = {
    code: "ok",
    epoch: 1,
    last_seq: 1,
    last_hash: "x",
    last_rev: 0,
    dead: 0,
    found: null,
    server_time: "2026-01-01T00:00:00.000000Z",
    schema: 9,
    commands: [
      { id: "b", place: 2, ...command },
      { id: "a", place: 1, ...command },
    ],
  };
  expect(decodeAnswer(JSON.stringify(answer)).commands.map(({ id }) => id)).toEqual(["a", "b"]);
  expect(() => decodeAnswer(JSON.stringify({ ...answer, code: "hello" }))).toThrow();
  expect(() => decodeAnswer("{}")).toThrow();
});
