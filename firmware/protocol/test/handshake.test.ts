import fc from "fast-check";
import { expect, test } from "vitest";
import type { MessageOf } from "../src/codec.ts";
import { checkCode, sessionKeys, sessionOf, welcomeProof } from "../src/handshake.ts";
import { anyMessage } from "./support/any-message.ts";
import { exampleOf, keyToController, keyToGateway, pairingKey, stated } from "./support/protocol-text.ts";

const welcome = exampleOf("welcome");

function hex(data: Uint8Array): string {
  return Buffer.from(data).toString("hex");
}

function made(key: Uint8Array, from: MessageOf<"welcome">): string[] {
  const { toController, toGateway } = sessionKeys(key, from);
  return [toController, toGateway, welcomeProof(key, from)].map(hex);
}

test("keys, proof, session number and check code are those of PROTOCOL.md", () => {
  expect(sessionKeys(pairingKey, welcome)).toEqual({
    toController: keyToController,
    toGateway: keyToGateway,
  });
  expect(welcomeProof(pairingKey, welcome)).toEqual(welcome.proof);
  expect(sessionOf(welcome)).toBe(513);
  expect(checkCode(pairingKey)).toBe(stated(/check code is `(\d{6})`/));
});

test.each([
  ["version", { version: 3 }],
  ["handshake counter", { handshake: welcome.handshake + 0x10000 }],
  ["nonce", { nonce: welcome.nonce.toReversed() }],
  ["controller", { controller_id: welcome.controller_id.toReversed() }],
  ["boot count", { boot: welcome.boot + 1 }],
  ["firmware", { firmware: Uint8Array.of(0, 2, 1) }],
] as const)("another %s makes other keys and another proof", (_what, change) => {
  const before = made(pairingKey, welcome);
  const after = made(pairingKey, { ...welcome, ...change } as MessageOf<"welcome">);
  expect(new Set([...before, ...after]).size).toBe(6);
});

test("the proof is no part of what keys are made from", () => {
  expect(made(pairingKey, { ...welcome, proof: new Uint8Array(8) })).toEqual(made(pairingKey, welcome));
});

test("any two pairing keys and any two welcomes that differ give keys that differ", () => {
  const key = fc.uint8Array({ minLength: 16, maxLength: 16 });
  const any = anyMessage("welcome") as fc.Arbitrary<MessageOf<"welcome">>;
  fc.assert(
    fc.property(key, key, any, any, (one, other, first, second) => {
      fc.pre(hex(one) !== hex(other));
      const all = [...made(one, first), ...made(other, first), ...made(one, second)];
      expect(new Set(all).size).toBe(9);
    }),
  );
});
