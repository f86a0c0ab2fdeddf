/** Gateway and web as they are installed, in a folder of their own, with one cabinet that does not answer. */
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endChild, freePort, startChild } from "@holdfast/dev";

export const GATEWAY = "gateway/dist/bundle/main.js";
export const WEB = "web/server/dist/bundle/main.js";

export interface SiteUnderTest {
  folder: string;
  config: string;
  url: string;
  gateway: ChildProcess;
  web: ChildProcess;
  close(): Promise<void>;
}

/** Starts both processes; `execPath` may name another Node binary than the one that runs the bench. */
export async function startSite(execPath = process.execPath): Promise<SiteUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-bench-"));
  const nowhere = await freePort(0);
  const config = join(folder, "holdfast.toml");
  writeFileSync(
    config,
    [
      '[gateway]\ndata = "."',
      `[web]\nlisten = "127.0.0.1:0"`,
      `[[cabinet]]\nid = "front"\nname = "Front desk"\nport = { tcp = "127.0.0.1:${nowhere}" }`,
    ].join("\n\n"),
  );
  const started: ChildProcess[] = [];
  const close = async () => {
    for (const child of started.reverse()) await endChild(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const gateway = (await startChild(GATEWAY, ["--config", config], { execPath, quiet: true })).child;
    started.push(gateway);
    const web = await startChild(WEB, ["--config", config], { execPath, quiet: true });
    started.push(web.child);
    return { folder, config, url: `${web.ready.url}/`, gateway, web: web.child, close };
  } catch (error) {
    await close();
    throw error;
  }
}
