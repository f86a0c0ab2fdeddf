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
 * Puts the script behind the words of the page. In the head it competes with the style sheet for the first frame,
 * which on a slow phone comes a quarter later for it.
 */
const scriptLast: Plugin = {
  name: "holdfast-script-last",
  apply: "build",
  transformIndexHtml: {
    order: "post",
    handler(html) {
      const script = /\s*<script type="module"[^>]*><\/script>/.exec(html)?.[0] ?? "";
      return html.replace(script, "").replace("</body>", () => `${script.trim()}\n  </body>`);
    },
  },
};

export default defineConfig({
  root: import.meta.dirname,
  base: "/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [scriptLast, precompress],
  build: {
    target: ["es2022", "safari16", "chrome109", "firefox115"],
    // One script only: nothing to preload, and each request counts on a slow phone.
    modulePreload: false,
    reportCompressedSize: false,
  },
});
