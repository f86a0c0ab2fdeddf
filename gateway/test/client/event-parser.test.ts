import fc from "fast-check";
import { expect, test } from "vitest";
import { EventParser } from "../../src/client/event-parser.ts";
import { formatEvent } from "../../src/http/event-streams.ts";

test("events come out as they went in, however they are cut on the way", () => {
  const event = fc.record({ kind: fc.constantFrom("state", "cabinet"), data: fc.jsonValue() });
  fc.assert(
    fc.property(fc.array(event), fc.integer({ min: 1, max: 20 }), (events, size) => {
      const text = events.map(({ kind, data }, index) => `${formatEvent(kind, data, index)}:\n\n`).join("");
      const parser = new EventParser();
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
        text.slice(index * size, (index + 1) * size),
      );
      const out = pieces.flatMap((piece) => parser.push(piece));
      expect(out).toEqual(events.map(({ kind, data }) => ({ kind, data: JSON.stringify(data) })));
    }),
  );
});

test("an event without end is given up", () => {
  const parser = new EventParser();
  const flood = () => {
    for (let count = 0; count < 200; count += 1) parser.push("x".repeat(10_000));
  };
  expect(flood).toThrow("too large");
});

test("an event of many lines without end is given up as well", () => {
  const parser = new EventParser();
  const flood = () => {
    for (let count = 0; count < 200; count += 1) parser.push(`data: ${"x".repeat(10_000)}\n`);
  };
  expect(flood).toThrow("too large");
});
