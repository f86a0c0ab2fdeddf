import { expect, test } from "vitest";
import { pairCabinet, type Terminal } from "../../src/cli/pairing-dialogue.ts";
import { CHECK_CODE, GROUPS } from "../support/memory-pairing.ts";
import { MemorySite } from "../support/memory-site.ts";
import { runHoldfast } from "../support/run-holdfast.ts";
import { serveMemorySite } from "../support/served-site.ts";

/** A person who answers each question so, or presses Ctrl-C. */
async function talk(answer: "yes" | "no" | "Ctrl-C", typed = false) {
  const { site, operator } = await serveMemorySite();
  const abort = new AbortController();
  const said: string[] = [];
  const terminal: Terminal = {
    say: (text) => void said.push(text),
    progress: (text) => void said.push(text),
    async ask(question) {
      said.push(question);
      if (answer === "Ctrl-C") abort.abort();
      abort.signal.throwIfAborted();
      return answer === "yes";
    },
  };
  const options = { client: operator, cabinet: "hall", typed, terminal, signal: abort.signal, interval: 1 };
  return { site, said, pairing: pairCabinet(options) };
}

test("says what to do with the button, shows the check code, asks, and tells the end", async () => {
  const { said, pairing } = await talk("yes");
  await expect(pairing).resolves.toMatchObject({ state: "done", newPinKey: true });
  const text = said.join("\n");
  expect(text).toMatch(/Hold the service button/);
  expect(text).toMatch(/Waiting for the service button \.\.\. \d+ s/);
  expect(text).toMatch(new RegExp(`Check code: ${CHECK_CODE}\n.*same code\\?`));
});

test.each(["no", "Ctrl-C"] as const)("%s cancels, and nothing is confirmed", async (answer) => {
  const { site, pairing } = await talk(answer);
  await expect(pairing).rejects.toMatchObject({ code: "pairing_cancelled" });
  expect(site.pairing().state).toBe("failed");
});

test("shows the key that is to be typed, in groups, and asks nothing", async () => {
  const { said, pairing } = await talk("no", true);
  await expect(pairing).resolves.toMatchObject({ state: "done" });
  expect(said.join("\n")).toContain(GROUPS.join("  "));
  expect(said.join("\n")).not.toContain("say yes");
});

test("a failure of the gateway ends the pairing", async () => {
  const { site, pairing } = await talk("yes");
  site.failure = new Error("broken");
  await expect(pairing).rejects.toMatchObject({ code: "internal" });
});

test("without a person and without --yes it says so and begins nothing", async () => {
  const { operatorSocket, site } = await serveMemorySite();
  const { code, stdout, stderr } = await runHoldfast(["pair", "hall", "--socket", operatorSocket]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/Nobody is there to compare the check codes.*\nhint: .*--yes/s);
  expect(() => site.pairing()).toThrow();
});

test("with --yes a script pairs, and --json tells the end to programs only", async () => {
  const { operatorSocket } = await serveMemorySite();
  const args = ["pair", "--yes", "--json", "--socket", operatorSocket];
  const { code, stdout, stderr } = await runHoldfast(args);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ cabinet: "hall", state: "done" });
  expect(stderr).toContain(`Check code: ${CHECK_CODE}`);
});

test("a key that was typed is on no stream that a program reads", async () => {
  const { operatorSocket } = await serveMemorySite();
  const { stdout } = await runHoldfast(["pair", "--typed", "--json", "--socket", operatorSocket]);
  for (const group of GROUPS) expect(stdout).not.toContain(group);
});

test("a pairing that the gateway refuses has the exit code of a refusal", async () => {
  const site = new MemorySite();
  const { operatorSocket } = await serveMemorySite({ site });
  site.paired.steps = ["failed"];
  site.paired.error = "pairing_timed_out";
  const { code, stderr } = await runHoldfast(["pair", "--yes", "--socket", operatorSocket]);
  expect(code).toBe(1);
  expect(stderr).toContain("error pairing_timed_out");
});
