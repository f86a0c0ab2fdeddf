/** The page for operators against the firmware and the commands that it speaks of. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { runHoldfast } from "../../gateway/test/support/run-holdfast.ts";

const CORE = fileURLToPath(new URL("../../firmware/controller/core/", import.meta.url));
const PAGE = readFileSync(new URL("../OPERATIONS.md", import.meta.url), "utf8");
const SAID = PAGE.slice(PAGE.indexOf("## What the cabinet says"));

/** One blank between words, one sign for all numbers. */
const even = (text: string) => text.replaceAll(/%|\d+/g, "N").replaceAll(/\s+/g, " ").trim();
const sources = readdirSync(CORE).filter((name) => name.endsWith(".c"));
const textsOf = (name: string) =>
  [...readFileSync(CORE + name, "utf8").matchAll(/TEXT\("([^"]*)"\)/g)].map(([, text = ""]) => even(text));

test("it tells of everything that the display can say", () => {
  const texts = sources.flatMap(textsOf);
  expect(texts.length).toBeGreaterThan(40);
  const said = even(SAID);
  expect(texts.filter((text) => !said.includes(text))).toEqual([]);
});

test("and of nothing that it cannot say", () => {
  // Lines of one screen follow each other in the source.
  const screens = sources.map((name) => textsOf(name).join(" "));
  const rows = SAID.slice(SAID.indexOf("| display"))
    .split("\n")
    .filter((line) => line.startsWith("| `"));
  const quoted = rows.flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)]);
  const unknown = quoted
    .map(([, text = ""]) => even(text))
    .filter((text) => !screens.some((one) => one.includes(text)));
  expect(unknown).toEqual([]);
});

test("it tells of every tone", () => {
  const [, tones = ""] = /enum tone \{([^}]*)\}/.exec(readFileSync(`${CORE}board.h`, "utf8")) ?? [];
  const rows = SAID.slice(SAID.indexOf("| tone"), SAID.indexOf("On the start screen")).match(
    /^\| (?!tone)\w.*$/gm,
  );
  expect(rows).toHaveLength(tones.split(",").length);
});

test("every command that it names is there", async () => {
  const { stdout } = await runHoldfast(["man-page"]);
  const known = new Set(
    [...stdout.matchAll(/^\.SS "holdfast (\S+?)[ "]/gm)].map(([, name = ""]) => name.replaceAll("\\", "")),
  );
  const named = [...PAGE.matchAll(/`(?:sudo )?(?:-u holdfast )?holdfast ([a-z-]+)/g)].map(
    ([, name = ""]) => name,
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});
