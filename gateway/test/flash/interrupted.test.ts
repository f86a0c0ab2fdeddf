/** The terminal goes, or somebody presses Ctrl-C, while the chip is being written. */
import { execFileSync } from "node:child_process";
import { chmodSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startHoldfast } from "../support/run-holdfast.ts";
import { serveMemorySite } from "../support/served-site.ts";

const ON_THE_CHIP = ":0100000011EE\n:00000001FF\n";

/** An avrdude that tells when it has begun to write, and ends when it is told to. */
async function scene() {
  const { site, operatorSocket, folder } = await serveMemorySite();
  const [begun, go, done] = [join(folder, "begun"), join(folder, "go"), join(folder, "done")];
  execFileSync("mkfifo", [begun, go]);
  const read = `printf '%s' '${ON_THE_CHIP}' > "$(expr "$last" : 'flash:r:\\(.*\\):i')"`;
  const write = `echo >${begun}; read -r _ <${go}; echo written >>${done}`;
  const script = `for last; do :; done\ncase $last in flash:r:*) ${read} ;; *) ${write} ;; esac\n`;
  writeFileSync(join(folder, "avrdude"), `#!/bin/sh\n${script}`);
  chmodSync(join(folder, "avrdude"), 0o755);
  writeFileSync(done, "");
  // Open for both, so that writing to it waits for nobody.
  const gate = openSync(go, "r+");
  const flashing = startHoldfast(
    ["flash", "hall", "--yes", "--keep", join(folder, "kept.hex"), "--socket", operatorSocket],
    { env: { PATH: `${folder}:${process.env["PATH"]}` }, group: true },
  );
  await Promise.race([readFile(begun), flashing.finished]);
  const writes = () => readFileSync(done, "utf8");
  return { ...flashing, site, writes, go: () => writeFileSync(gate, "\n") };
}

test.each(["SIGHUP", "SIGINT", "SIGTERM"] as const)(
  "%s to all at the terminal ends nothing",
  async (signal) => {
    const { child, site, writes, go, finished } = await scene();
    for (let times = 0; times < 2; times++) process.kill(-(child.pid ?? 0), signal);
    go();
    const { code, stdout } = await finished;
    expect({ code, writes: writes() }).toEqual({ code: 0, writes: "written\n" });
    expect(stdout.match(/goes on to its end/g)).toHaveLength(1);
    expect(stdout).toMatch(/hall runs 1\.0\.0/);
    expect(site.handedOver).toEqual([]);
  },
);

test("nor does it that nobody reads any more what is said", async () => {
  const { child, site, writes, go, finished } = await scene();
  child.stdout?.destroy();
  child.stderr?.destroy();
  process.kill(-(child.pid ?? 0), "SIGHUP");
  go();
  await finished;
  expect(writes()).toBe("written\n");
  expect(site.handedOver).toEqual([]);
});
