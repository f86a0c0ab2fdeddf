import { expect, test } from "vitest";
import { probe, ROW, row } from "./probe.ts";

const ALL = "147A*2580369#BCD";

test("each key counts once although its contacts bounce", () => {
  const cabinet = probe({ bounce: true });
  cabinet.type(ALL.replace("*", ""));
  expect(row(cabinet, ROW.keys)).toBe(ALL.replace("*", ""));
});

test("a typed digit is on the screen within 15 ms of the first contact", () => {
  const cabinet = probe();
  cabinet.press("5");
  expect(cabinet.runUntil(() => row(cabinet, ROW.keys) === "5", 100)).toBeLessThan(15);
});

test("a key counts while others are held, as when typing fast", () => {
  const cabinet = probe();
  for (const key of "159") {
    cabinet.press(key);
    cabinet.runFor(30);
  }
  expect(row(cabinet, ROW.keys)).toBe("159");
});

test("three corners of a rectangle are ignored, for they show a fourth key", () => {
  const cabinet = probe();
  for (const key of "124") cabinet.press(key);
  cabinet.runFor(50);
  expect(row(cabinet, ROW.keys)).toBe("");
});

test("the same key counts again after it was let go", () => {
  const cabinet = probe({ bounce: true });
  cabinet.tap("7", { hold: 30, gap: 30 });
  cabinet.tap("7", { hold: 30, gap: 30 });
  expect(row(cabinet, ROW.keys)).toBe("77");
});
