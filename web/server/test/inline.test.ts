import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inlineHashes } from "../src/inline-hashes.ts";
import { makePage } from "./served-web.ts";

function named(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

test("the style and the script inside of the page are allowed by their hash, and nothing else", () => {
  const page = makePage();
  writeFileSync(
    join(page, "index.html"),
    '<!doctype html><style>p{color:red}</style><script src="/a.js"></script><script>begin()</script>',
  );
  expect(inlineHashes(page)).toEqual({ styles: [named("p{color:red}")], scripts: [named("begin()")] });
});

test("a page without anything inline allows nothing inline", () => {
  expect(inlineHashes(makePage())).toEqual({ styles: [], scripts: [] });
});

test("a folder without a page is a clear error", () => {
  expect(() => inlineHashes("/nowhere")).toThrow(expect.objectContaining({ code: "page_missing" }));
});
