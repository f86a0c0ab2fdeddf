import { afterEach, expect, test, vi } from "vitest";
import { type Column, table } from "../../src/cli/table.ts";

interface Row {
  name: string;
  count: number;
}

const COLUMNS: Column<Row>[] = [
  { title: "NAME", value: ({ name }) => name, colour: () => "red" },
  { title: "COUNT", value: ({ count }) => count, right: true },
];
const ROWS = [
  { name: "a", count: 10 },
  { name: "a much longer name", count: 5 },
];

function terminal(columns: number, env: Record<string, string> = {}) {
  const before = { isTTY: process.stdout.isTTY, columns: process.stdout.columns };
  Object.assign(process.stdout, { isTTY: true, columns });
  vi.stubEnv("NO_COLOR", "1");
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  restore = () => Object.assign(process.stdout, before);
}

let restore = () => {};
afterEach(() => {
  restore();
  vi.unstubAllEnvs();
});

test("columns are aligned, numbers to the right", () => {
  expect(table(COLUMNS, ROWS, "").split("\n")).toEqual([
    "NAME                COUNT",
    "a                      10",
    "a much longer name      5",
  ]);
});

test("without rows it says so", () => {
  expect(table(COLUMNS, [], "Nothing.")).toBe("Nothing.");
});

test("on a narrow terminal the widest column is cut", () => {
  terminal(17);
  expect(table(COLUMNS, ROWS, "").split("\n")).toEqual([
    "NAME        COUNT",
    "a              10",
    "a much lo…      5",
  ]);
});

test("colours are for terminals whose user did not refuse them", () => {
  terminal(80, { NO_COLOR: "", TERM: "xterm" });
  expect(table(COLUMNS, ROWS, "")).toContain("\u001b[31m");
  terminal(80, { NO_COLOR: "1", TERM: "xterm" });
  expect(table(COLUMNS, ROWS, "")).not.toContain("\u001b");
  terminal(80, { NO_COLOR: "", TERM: "dumb" });
  expect(table(COLUMNS, ROWS, "")).not.toContain("\u001b");
});
