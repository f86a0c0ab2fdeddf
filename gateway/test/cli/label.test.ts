import { expect, test } from "vitest";
import { MemorySite } from "../support/memory-site.ts";
import { runHoldfast } from "../support/run-holdfast.ts";
import { serveMemorySite } from "../support/served-site.ts";

async function served() {
  const { site, operatorSocket } = await serveMemorySite({ site: new MemorySite(["hall"], 3) });
  const run = (...args: string[]) => runHoldfast([...args, "--socket", operatorSocket]);
  return { site, run };
}

test("a locker is named, the list shows it, and the name is taken away", async () => {
  const { site, run } = await served();
  expect(await run("label", "hall", "2", "Post room", "-r", "moved in")).toMatchObject({
    code: 0,
    stdout: 'Locker 2 of hall is called "Post room".\n',
  });
  expect(site.ledger).toMatchObject([{ kind: "locker_labelled", locker: 2, reason: "moved in" }]);
  const listed = (await run("lockers")).stdout.split("\n");
  expect(listed[0]).toMatch(/^CABINET {2}LOCKER {2}LABEL {6}STATE/);
  expect(listed[2]).toMatch(/^hall +2 {2}Post room {2}free/);

  expect(JSON.parse((await run("label", "2", "", "-r", "moved out", "--json")).stdout)).toEqual({
    done: true,
    cabinet: "hall",
    locker: 2,
    label: "",
  });
  expect((await run("lockers")).stdout).not.toContain("LABEL");
});

test.each([
  [["label", "2", "-r", "moved"], 2, "The name is missing."],
  [["label", "hall", "two", "Post room", "-r", "moved"], 2, '"two" is no locker number.'],
  [["label", "2", "Post room"], 2, "--reason"],
  [["label", "2", "x".repeat(201), "-r", "moved"], 2, "The label is not valid."],
  [["label", "9", "Post room", "-r", "moved"], 1, "locker"],
] as const)("says what is wrong with %j", async (args, code, text) => {
  const { run } = await served();
  const result = await run(...args);
  expect(result.stderr).toContain(text);
  expect(result.code).toBe(code);
});
