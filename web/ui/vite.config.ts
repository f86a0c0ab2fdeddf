import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

/** Writes page, script and sheet also as .gz and .br, so that the server spends no time on it. */
const precompress: Plugin = {
  name: "holdfast-precompress",
  apply: "build",
  enforce: "post",
  generateBundle: {
    order: "post",
    handler(_options, bundle) {
      for (const file of Object.values(bundle)) {
        const source = Buffer.from(file.type === "chunk" ? file.code : file.source);
        const emit = (ending: string, bytes: Buffer) =>
          this.emitFile({ type: "asset", fileName: `${file.fileName}${ending}`, source: bytes });
        // Browsers take brotli over HTTPS only; on http://NAME.local they ask for gzip.
        emit(".gz", gzipSync(source, { level: constants.Z_BEST_COMPRESSION }));
        emit(".br", brotliCompressSync(source));
      }
    },
  },
};

/**
 * Puts the style sheet into the page: it is 2 kB compressed, and waiting for one more answer before the first frame costs
 * a slow phone a quarter of its time. The server allows exactly this sheet in its content policy.
 */
const sheetInside: Plugin = {
  name: "holdfast-sheet-inside",
  apply: "build",
  enforce: "post",
  generateBundle: {
    order: "post",
    handler(_options, bundle) {
      const page = bundle["index.html"];
      const name = Object.keys(bundle).find((file) => file.endsWith(".css")) ?? "";
      const sheet = bundle[name];
      if (page?.type !== "asset" || sheet?.type !== "asset")
        throw new Error("there is no page or no style sheet");
      const css = String(sheet.source).trim();
      const html = String(page.source);
      page.source = html.replace(/<link rel="stylesheet"[^>]*>/, () => `<style>${css}</style>`);
      if (page.source === html) throw new Error("the page names no style sheet");
      delete bundle[name];
    },
  },
};

/**
 * Lets the script begin after the first frame, in which a slow phone paints what index.html says: in the head it would
 * make that frame come a quarter later. A hidden page has no frames, so it begins without one soon.
 */
const scriptAfterFirstFrame: Plugin = {
  name: "holdfast-script-after-first-frame",
  apply: "build",
  transformIndexHtml: {
    order: "post",
    handler(html) {
      const [tag = "", source = ""] =
        /\s*<script type="module"[^>]* src="([^"]+)"><\/script>/.exec(html) ?? [];
      if (tag === "") throw new Error("the page names no script");
      const begin = `let begun;const begin=()=>begun??=import("${source}")`;
      const script = `<script>{${begin};new PerformanceObserver(begin).observe({type:"paint"});setTimeout(begin,500)}</script>`;
      return html.replace(tag, "").replace("</body>", () => `${script}\n  </body>`);
    },
  },
};

export default defineConfig({
  root: import.meta.dirname,
  base: "/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [scriptAfterFirstFrame, sheetInside, precompress],
  build: {
    target: ["es2022", "safari16", "chrome109", "firefox115"],
    // One script only: nothing to preload, and each request counts on a slow phone.
    modulePreload: false,
    reportCompressedSize: false,
  },
});
