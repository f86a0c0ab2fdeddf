/** `npm run bench -- process`: how quickly gateway and web answer, and how much memory they keep. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Figure, figure } from "./figure.ts";
import { median } from "./median.ts";
import { proportionalMemory } from "./memory.ts";
import { GATEWAY, startSite } from "./site-under-test.ts";

const PAIRS = 9;
const SETTLE_MS = 60_000;
const MEMORY_LIMIT_MB = 70;
/** How often a starting process is asked for its first answer, ms. */
const ASK_EVERY = 2;

/** Asks a Unix socket for a path until it answers 200. */
async function firstAnswer(socketPath: string, path: string): Promise<void> {
  for (;;) {
    const ok = await new Promise<boolean>((resolve) => {
      const asked = request({ socketPath, path, agent: false }, (response) => {
        response.resume();
        response.once("end", () => resolve(response.statusCode === 200));
      });
      asked.once("error", () => resolve(false));
      asked.end();
    });
    if (ok) return;
    await delay(ASK_EVERY);
  }
}

/** Milliseconds from spawning a process to its first answer. */
async function coldStart(entry: string, args: string[], socketPath: string, path: string): Promise<number> {
  const from = performance.now();
  const child = spawn(process.execPath, [entry, ...args], { stdio: "ignore" });
  const exited = once(child, "exit");
  await firstAnswer(socketPath, path);
  const took = performance.now() - from;
  child.kill("SIGTERM");
  await exited;
  return took;
}

async function coldStartRatio(): Promise<number> {
  const site = await startSite();
  const gateway = fileURLToPath(new URL(`../../${GATEWAY}`, import.meta.url));
  const bare = fileURLToPath(new URL("./bare-koa.js", import.meta.url));
  const bareSocket = join(site.folder, "bare.sock");
  try {
    site.gateway.kill("SIGTERM");
    await once(site.gateway, "exit");
    const ratios: number[] = [];
    for (let i = 0; i < PAIRS; i++) {
      const ours = await coldStart(
        gateway,
        ["--config", site.config],
        join(site.folder, "gateway.sock"),
        "/v1/state",
      );
      ratios.push(ours / (await coldStart(bare, [bareSocket], bareSocket, "/")));
    }
    return median(ratios);
  } finally {
    await site.close();
  }
}

/**
 * Memory of gateway and web after a minute. They run from a copy of the Node binary: with the bench's own binary a part
 * of Node's code would be counted as shared with the bench.
 */
async function memory(): Promise<{ gateway: number; web: number }> {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-bench-"));
  try {
    const node = join(folder, "node");
    copyFileSync(process.execPath, node);
    const site = await startSite(node);
    try {
      await delay(SETTLE_MS);
      return {
        gateway: proportionalMemory(site.gateway.pid as number) / 1e6,
        web: proportionalMemory(site.web.pid as number) / 1e6,
      };
    } finally {
      await site.close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export async function* processes(): AsyncIterable<Figure> {
  yield figure(
    "process.cold_start_ratio",
    await coldStartRatio(),
    "x",
    { atMost: 2 },
    { value: 1, of: "a bare Koa in the same run" },
  );
  const { gateway, web } = await memory();
  yield figure("process.pss_gateway", gateway, "MB", { atMost: MEMORY_LIMIT_MB - web });
  yield figure("process.pss_web", web, "MB", { atMost: MEMORY_LIMIT_MB - gateway });
}
