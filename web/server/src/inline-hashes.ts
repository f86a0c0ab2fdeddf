/** What stands inside of the page itself, by its hash: the content policy allows this style and script and no other. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { StartupError } from "@holdfast/gateway/startup-error";

export interface InlineHashes {
  styles: string[];
  scripts: string[];
}

/** As content policies name them: sha256- and the digest in base64 (CSP Level 3, section 2.3.1). */
export function inlineHashes(folder: string): InlineHashes {
  let page: string;
  try {
    page = readFileSync(join(folder, "index.html"), "utf8");
  } catch (error) {
    throw new StartupError("page_missing", `There is no page in ${folder}.`, { cause: error });
  }
  const hashes = (inline: RegExp) =>
    Array.from(page.matchAll(inline), ([, text = ""]) => {
      return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    });
  return {
    styles: hashes(/<style>(.*?)<\/style>/gs),
    scripts: hashes(/<script>(.*?)<\/script>/gs),
  };
}
