/**
 * Serves the built page. The files are listed once, at start: an address either names one of them or nothing, so no
 * address can lead anywhere else.
 */
import { createReadStream, type Dirent, readdirSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { StartupError } from "@holdfast/gateway/startup-error";
import type { Context, Middleware } from "koa";

interface StaticFile {
  file: string;
  size: number;
  etag: string;
}

/** Made beside each file when the page is built. Chromium takes only gzip from http://NAME.local. */
const ENCODINGS = [
  { name: "br", suffix: ".br" },
  { name: "gzip", suffix: ".gz" },
] as const;

const INDEX = "/index.html";

export function staticFiles(folder: string): Middleware {
  const files = listFiles(folder);
  if (!files.has(INDEX)) throw new StartupError("page_missing", `There is no page in ${folder}.`);
  return async (ctx, next) => {
    if (ctx.method !== "GET" && ctx.method !== "HEAD") return next();
    const name = ctx.path === "/" ? INDEX : ctx.path;
    if (files.has(name) && !name.endsWith(".br") && !name.endsWith(".gz")) return send(ctx, files, name);
    // Somebody typed an address or followed an old link: the page itself is the best answer.
    if (ctx.get("Accept").includes("text/html")) return ctx.redirect("/");
    return next();
  };
}

function listFiles(folder: string): Map<string, StaticFile> {
  return new Map(
    readFolder(folder)
      .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
      .map((entry) => {
        const file = join(entry.parentPath, entry.name);
        const { size, mtimeMs } = statSync(file);
        const name = `/${relative(folder, file).split(sep).join("/")}`;
        return [name, { file, size, etag: `"${size.toString(36)}-${Math.trunc(mtimeMs).toString(36)}"` }];
      }),
  );
}

function readFolder(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    throw new StartupError("page_missing", `Cannot read the page in ${folder}.`, { cause: error });
  }
}

function send(ctx: Context, files: Map<string, StaticFile>, name: string): void {
  const encoding = ENCODINGS.find(({ name: offered, suffix }) => {
    return files.has(name + suffix) && ctx.acceptsEncodings(offered) === offered;
  });
  const chosen = files.get(name + (encoding?.suffix ?? "")) as StaticFile;
  ctx.vary("Accept-Encoding");
  if (encoding) ctx.set("Content-Encoding", encoding.name);
  ctx.set("Cache-Control", cacheRule(name));
  ctx.type = name.slice(name.lastIndexOf("."));
  ctx.etag = chosen.etag;
  ctx.status = 200;
  if (ctx.fresh) {
    ctx.status = 304;
    return;
  }
  ctx.length = chosen.size;
  ctx.body = createReadStream(chosen.file);
}

/** Vite puts the hash of its content into the name of each asset; the page that names them must always be the newest. */
function cacheRule(name: string): string {
  if (name === INDEX) return "no-store";
  return name.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
}
