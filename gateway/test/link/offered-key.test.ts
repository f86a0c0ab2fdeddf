import { type Message, REFUSAL } from "@holdfast/protocol";
import { describe, expect, test } from "vitest";
import { LinkDriver, NONCE, told } from "../support/link-driver.ts";

const KEY = new Uint8Array(16).fill(7);
const OFFER = { type: "offer_key", key: KEY } as const;
const NOT_PAIRING = {
  name: "refused",
  message: 7,
  reason: REFUSAL.not_pairing,
  version_min: 2,
  version_max: 2,
} as const;

describe("a pairing key", () => {
  test("is sent in plaintext on a stream that is left alone", () => {
    const link = new LinkDriver();
    link.open([]);
    expect(link.sent(link.input(OFFER))).toEqual([{ name: "pair", key: KEY }]);
  });

  test.each([
    ["before a stream is open", () => {}],
    ["while a controller is greeted", (link: LinkDriver) => link.open()],
    ["in a session", (link: LinkDriver) => link.connect()],
  ])("is not sent %s", (_when, prepare) => {
    const link = new LinkDriver();
    prepare(link);
    expect(link.input(OFFER)).toEqual([]);
  });

  test.each([{ name: "pair_ready" }, NOT_PAIRING] satisfies Message[])(
    "is answered by $name there, and nowhere else",
    (answer) => {
      const link = new LinkDriver();
      link.open([]);
      expect(told(link.plain(answer))).toEqual([answer.name]);
      link.input({ type: "greet", nonce: NONCE, keys: [KEY] });
      expect(told(link.plain(answer))).toEqual(["dropped"]);
    },
  );
});
