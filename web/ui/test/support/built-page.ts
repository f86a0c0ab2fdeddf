/** The page as `vite build` makes it, in memory: a test never runs against an older build. */
import { fileURLToPath } from "node:url";
import { build } from "vite";

export interface BuiltFile {
  type: string;
  plain: Buffer;
  gzip: Buffer | undefined;
}

const TYPES: Record<string, string> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
};

let built: Promise<Map<string, BuiltFile>> | undefined;

export function builtPage(): Promise<Map<string, BuiltFile>> {
  built ??= buildPage();
  return built;
}

async function buildPage(): Promise<Map<string, BuiltFile>> {
  const configFile = fileURLToPath(new URL("../../vite.config.ts", import.meta.url));
  const result = await build({ configFile, logLevel: "error", build: { write: false } });
  if (!("output" in result)) throw new Error("the build gave no single output");
  const bytes = new Map(
    result.output.map((file) => [
      file.fileName,
      Buffer.from(file.type === "chunk" ? file.code : file.source),
    ]),
  );
  const files = new Map<string, BuiltFile>();
  for (const [name, plain] of bytes) {
    const type = TYPES[name.split(".").at(-1) ?? ""];
    if (type) files.set(`/${name}`, { type, plain, gzip: bytes.get(`${name}.gz`) });
  }
  const index = files.get("/index.html");
  if (index) files.set("/", index);
  return files;
}
