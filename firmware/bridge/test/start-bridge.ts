/** A bridge as a process, for tests without a controller: of its UART TX is wired to RX. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { Sketch, setUp } from "../src/sketch.ts";

/** With a gateway it knows a Wi-Fi, else it is blank. Ends with the test; what the sanitizers said is an error. */
export function startBridge(
  program: string,
  gateway?: { host: string; port: number },
): Sketch & { readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-bridge-"));
  const serial = join(folder, "uart");
  execFileSync("mkfifo", [serial]);
  if (gateway) setUp(folder, { ssid: "net", password: "fail-secure", gateway });
  const sketch = new Sketch({ program, serial, folder });
  onTestFinished(async () => {
    await sketch.cutPower();
    rmSync(folder, { recursive: true, force: true });
    expect(sketch.errors).toBe("");
  });
  return Object.assign(sketch, { folder });
}
