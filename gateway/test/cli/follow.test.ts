import { expect, test, vi } from "vitest";
import { MemorySite } from "../support/memory-site.ts";
import { startHoldfast } from "../support/run-holdfast.ts";
import { serveMemorySite } from "../support/served-site.ts";

const AT = { cabinet: "hall", locker: 1 };

test("events --follow --json prints the past and then each new event, one object a line, through a restart", async () => {
  const site = new MemorySite(["hall", "yard"]);
  site.record("past", AT, "keypad");
  const first = await serveMemorySite({ site });
  const { output } = startHoldfast(["events", "--follow", "--json", "--socket", first.operatorSocket]);
  const kinds = () =>
    output.stdout
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line).kind);
  const patience = { timeout: 20_000 };
  await vi.waitFor(() => expect(site.listeners).toBe(1), patience);
  site.record("new", AT, "keypad");
  await vi.waitFor(() => expect(kinds()).toEqual(["past", "new"]), patience);
  await first.close();
  site.record("while away", AT, "keypad");
  await serveMemorySite({ site, operatorSocket: first.operatorSocket });
  await vi.waitFor(() => expect(kinds()).toEqual(["past", "new", "while away"]), patience);
  expect(output.stderr).toContain("Trying again.");
});

test("a gateway that is not there is an error, not a wait", async () => {
  const { finished } = startHoldfast(["events", "--follow", "--socket", "/nowhere/operator.sock"]);
  expect(await finished).toMatchObject({ code: 3, stdout: "" });
});

test("only events of the cabinet that was asked for are shown", async () => {
  const site = new MemorySite(["hall", "yard"]);
  const { operatorSocket } = await serveMemorySite({ site });
  const { output } = startHoldfast(["events", "-f", "--cabinet", "yard", "--socket", operatorSocket]);
  await vi.waitFor(() => expect(site.listeners).toBe(1), { timeout: 20_000 });
  site.record("elsewhere", AT, "keypad");
  site.record("here", { cabinet: "yard", locker: 1 }, "keypad");
  await vi.waitFor(() => expect(output.stdout).toContain("here"), { timeout: 20_000 });
  expect(output.stdout).not.toContain("elsewhere");
});
