import { expect, test } from "vitest";
import { readLabel } from "../../src/cabinet/label.ts";

test.each([
  ["Post room", "Post room"],
  ["  Post room \t", "Post room"],
  ["", ""],
  ["   ", ""],
  ["x".repeat(20), "x".repeat(20)],
  ["😀".repeat(20), "😀".repeat(20)],
  ["U\u0308bung", "Übung"],
  ["郵便室 2 階", "郵便室 2 階"],
  ["<b>&\"'", "<b>&\"'"],
])("%j is the label %j", (text, label) => {
  expect(readLabel(text)).toBe(label);
});

test.each([
  ["too long", "x".repeat(21)],
  ["too long in emoji", "😀".repeat(21)],
  ["a line end", "a\nb"],
  ["a line end of Unicode", "a\u2028b"],
  ["a tabulator", "a\tb"],
  ["an escape", "\u001b[2Jgone"],
  ["a change of direction", "a\u202eb"],
  ["nothing that is seen", "\u200b"],
  ["half a character", "\ud83d"],
  ["a private character", "\ue000"],
])("%s is refused", (_what, text) => {
  expect(() => readLabel(text)).toThrow(expect.objectContaining({ code: "bad_label" }));
});
