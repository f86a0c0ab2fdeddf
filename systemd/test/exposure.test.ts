import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generate } from "./generate.ts";
import { temporaryFolder, unitFiles, unitText } from "./units.ts";

const LIMIT = 1.5;

function exposure(name: string, text: string): number {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, text);
  const { stdout, stderr } = spawnSync(
    "systemd-analyze",
    ["security", "--offline=true", "--no-pager", file],
    { encoding: "utf8", env: { ...process.env, LC_ALL: "C" } },
  );
  const found = /Overall exposure level for .*: ([0-9.]+)/.exec(stdout)?.[1];
  if (found === undefined) throw new Error(`systemd-analyze said: ${stdout}${stderr}`);
  return Number(found);
}

for (const name of unitFiles().filter((file) => file.endsWith(".service"))) {
  test(`${name} is exposed to no more than ${LIMIT} of 10`, () => {
    expect(exposure(name, unitText(name))).toBeLessThanOrEqual(LIMIT);
  });
}

test("the gateway stays below it when a cabinet dials in over the network", () => {
  const { files } = generate('[[cabinet]]\nid = "front"\nport = { bridge = true }\n');
  const drop = files["holdfast-gateway.service.d/50-configuration.conf"] ?? "";
  const text = `${unitText("holdfast-gateway.service")}\n[Service]\n${drop.split("[Service]\n")[1]}`;
  const found = exposure("holdfast-gateway.service", text);
  expect(found).toBeGreaterThan(exposure("holdfast-gateway.service", unitText("holdfast-gateway.service")));
  expect(found).toBeLessThanOrEqual(LIMIT);
});
