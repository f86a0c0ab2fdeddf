/** Strangers cost little, however many there are and from wherever they call. */
import {
  decodeBody,
  encodeBody,
  encodePlainFrame,
  FrameSplitter,
  type Message,
  PROTOCOL_VERSION,
  parseFrame,
} from "@holdfast/protocol";
import { expect, test } from "vitest";
import { Crowd } from "../../src/link/crowd.ts";
import { call, controllerOf, startCalledSite } from "./called-site.ts";

/** The plain messages among these bytes. */
function messagesIn(pieces: readonly Uint8Array[]): Message[] {
  const found: Message[] = [];
  const splitter = new FrameSplitter();
  const take = (encoded: Uint8Array) => {
    const parsed = parseFrame(encoded, () => undefined);
    const decoded = parsed.ok ? decodeBody(parsed.frame.body) : undefined;
    if (decoded?.ok) found.push(decoded.message);
  };
  for (const bytes of pieces) splitter.push(bytes, take, () => {});
  return found;
}

test("a thousand calls from one address leave eight, and keep nobody else out", async () => {
  const t = await startCalledSite();
  const flood = Array.from({ length: 1000 }, () => call(t, undefined, "198.51.100.1"));
  expect(flood.filter(({ ended }) => !ended)).toHaveLength(8);
  call(t, controllerOf(t));
  await t.clock.advance(500);
  expect(t.link("main")).toBe("up");
});

test("a thousand addresses leave 64", async () => {
  const t = await startCalledSite();
  const flood = Array.from({ length: 1000 }, (_, index) => call(t, undefined, `2001:db8:0:${index}`));
  expect(flood.filter(({ ended }) => !ended)).toHaveLength(64);
  expect(t.lobby.waiting).toBe(64);
});

test("a flood cannot choose whom it drives out", () => {
  const outcomes = new Set<boolean>();
  for (let chosen = 0; chosen < 64; chosen++) {
    const crowd = new Crowd<{ address: string }>(() => chosen);
    const honest = { address: "honest" };
    crowd.add(honest);
    for (let index = 0; index < 63; index++) crowd.add({ address: `flood ${index}` });
    const [left] = crowd.add({ address: "one more" });
    outcomes.add(left === honest);
  }
  expect([...outcomes].sort()).toEqual([false, true]);
});

test("whoever calls once keeps their place while others call eight times", () => {
  for (let chosen = 0; chosen < 64; chosen++) {
    const crowd = new Crowd<{ address: string }>((below) => chosen % below);
    const honest = { address: "honest" };
    crowd.add(honest);
    for (let index = 0; index < 63; index++) crowd.add({ address: `flood ${Math.floor(index / 8)}` });
    expect(crowd.add({ address: "one more" })).not.toContain(honest);
  }
});

test("ghosts of a bridge that lost power often do not keep it out", async () => {
  const t = await startCalledSite();
  const controller = controllerOf(t);
  for (let i = 0; i < 30; i++) call(t).vanish();
  call(t, controller);
  await t.clock.advance(500);
  expect(t.link("main")).toBe("up");
});

test("who sends more than a controller would is sent away before it is known", async () => {
  const t = await startCalledSite();
  const loud = call(t);
  const noise = new Uint8Array(1000).fill(0x55);
  for (let i = 0; i < 16; i++) loud.say(noise);
  expect(loud.ended).toBe(false);
  loud.say(noise);
  expect(loud.ended).toBe(true);
});

test("wrong proofs are tried twice a second, and no oftener", async () => {
  let tried = 0;
  const t = await startCalledSite();
  const counted = t.lobby.transport("counted");
  const handlers = { onOpen: () => {}, onData: () => {}, onClose: () => {} };
  counted.connect(handlers, () => {
    tried++;
    return [];
  });
  const guesser = call(t);
  const hello = messagesIn(guesser.heard).find((message) => message.name === "hello");
  if (!hello) throw new Error("no hello");
  const guess = (proof: number) =>
    encodePlainFrame(
      encodeBody({
        name: "welcome",
        version: PROTOCOL_VERSION,
        handshake: 1,
        nonce: hello.nonce,
        controller_id: new Uint8Array(4),
        boot: 1,
        firmware: new Uint8Array(3),
        proof: new Uint8Array(8).fill(proof),
      }),
    );
  for (let round = 0; round < 4; round++) {
    for (let i = 0; i < 50; i++) guesser.say(guess(i));
    await t.clock.advance(500);
  }
  expect(tried).toBe(4);
});
