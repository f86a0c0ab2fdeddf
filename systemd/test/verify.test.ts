import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { layOut, temporaryFolder, unitFiles, unitText } from "./units.ts";

/** What it complains about, about our units only. */
function complaints(folder: string, files: string[]): string[] {
  const { stdout, stderr, error } = spawnSync("systemd-analyze", ["verify", "--man=no", ...files], {
    encoding: "utf8",
    env: { ...process.env, SYSTEMD_UNIT_PATH: `${folder}:` },
  });
  if (error) throw error;
  return `${stdout}${stderr}`.split("\n").filter((line) => line.includes("holdfast"));
}

test("systemd has nothing to say against the units", () => {
  const folder = temporaryFolder();
  expect(complaints(folder, layOut(folder))).toEqual([]);
});

test("it would say what is wrong", () => {
  const folder = temporaryFolder();
  const [file = ""] = layOut(folder);
  writeFileSync(file, `${readFileSync(file, "utf8")}\n[Service]\nProtectEverything=yes\n`);
  expect(complaints(folder, [file]).join("\n")).toContain("ProtectEverything");
  expect(file).toBe(join(folder, unitFiles()[0] ?? ""));
});

for (const name of ["holdfast-gateway.service", "holdfast-web.service", "holdfast-sync.service"]) {
  test(`${name} says when it is ready and lives, and is started again whatever happens`, () => {
    const text = unitText(name);
    for (const line of ["Type=notify", "WatchdogSec=30", "Restart=always", "StartLimitIntervalSec=0"]) {
      expect(text).toContain(`\n${line}\n`);
    }
    expect(text).toMatch(/^ExecStart=\S+\/with-notify-socket /m);
  });
}

test("web has no device, sync can listen nowhere, the gateway has no network by itself", () => {
  expect(unitText("holdfast-web.service")).toContain("\nPrivateDevices=yes\n");
  expect(unitText("holdfast-sync.service")).toMatch(/\nSocketBindDeny=any\n/);
  expect(unitText("holdfast-sync.service")).not.toMatch(/SocketBindAllow/);
  expect(unitText("holdfast-gateway.service")).toContain("\nPrivateNetwork=yes\n");
});
