import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cHeader } from "../src/c-header.ts";

test("the C header in the repository is the one made from messages.ts", () => {
  expect(readFileSync(new URL("../../controller/core/messages.h", import.meta.url), "utf8")).toBe(cHeader());
});
