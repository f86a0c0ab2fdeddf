/** The bridge's core, built for this machine with the address and undefined-behaviour sanitizers. */
import { expect, test } from "vitest";
import { buildTests, run } from "../src/build.ts";

const program = await buildTests("checked");
const names = (await run(program, "--list")).trim().split("\n");

test.each(names)("%s", async (name) => {
  await expect(run(program, name)).resolves.toBe("");
});
