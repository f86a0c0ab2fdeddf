import { readdirSync, readFileSync } from "node:fs";
import { extname } from "node:path";
import { VirtualError } from "../virtual-error.ts";

/** The path is the same from src/panel and from dist/panel. */
const FOLDER = new URL("../../src/panel/page/", import.meta.url);

const TYPES = new Map([
  [".html", "text/html; charset=utf-8"],
  [".css", "text/css; charset=utf-8"],
  [".js", "text/javascript; charset=utf-8"],
  [".svg", "image/svg+xml"],
]);

export interface PageFile {
  readonly type: string;
  readonly body: Buffer;
}

/** The files of the page by their path, read once. */
export function readPageFiles(): Map<string, PageFile> {
  try {
    const names = readdirSync(FOLDER).filter((name) => TYPES.has(extname(name)));
    return new Map(
      names.map((name) => [
        name === "index.html" ? "/" : `/${name}`,
        { type: TYPES.get(extname(name)) ?? "", body: readFileSync(new URL(name, FOLDER)) },
      ]),
    );
  } catch (cause) {
    throw Object.assign(
      new VirtualError(
        "PANEL_FILES",
        "the files of the panel page cannot be read",
        "Get the whole repository again.",
      ),
      { cause },
    );
  }
}
