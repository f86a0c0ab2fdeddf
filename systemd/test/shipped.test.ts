/** Of everything that is bundled or put beside, the bill of materials and the list of licences must know. */
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { expect, test } from "vitest";
import { shippedPackages, unbundledPackages } from "../src/lockfile.ts";

const TREE = fileURLToPath(new URL("../../", import.meta.url));
const ENTRIES = [
  "gateway/dist/main.js",
  "gateway/dist/cli/holdfast.js",
  "web/server/dist/main.js",
  "sync/dist/main.js",
  "sync/dist/cli/main.js",
];
const OUTSIDE = ["better-sqlite3", "serialport"];

/** Folders of the npm packages of which a bundle of this has a piece. */
async function piecesOf(entry: string): Promise<string[]> {
  const build = await rolldown({
    input: TREE + entry,
    platform: "node",
    external: OUTSIDE,
    logLevel: "silent",
  });
  const { output } = await build.generate({ format: "esm" });
  await build.close();
  const modules = output.flatMap((file) => (file.type === "chunk" ? file.moduleIds : []));
  const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;
  return modules.flatMap((path) => folder.exec(path.replace(TREE, ""))?.[0] ?? []);
}

test("nothing is bundled of which the list does not know", async () => {
  const listed = new Set(shippedPackages().map(({ path }) => path));
  const pieces = (await Promise.all(ENTRIES.map(piecesOf))).flat();
  expect(pieces.length).toBeGreaterThan(100);
  expect([...new Set(pieces)].filter((path) => !listed.has(path))).toEqual([]);
  for (const { path } of unbundledPackages(OUTSIDE)) expect(listed).toContain(path);
});
