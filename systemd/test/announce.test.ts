/** What the gateway's unit runs before the gateway, on a folder in the place of avahi's. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { temporaryFolder, unitText } from "./units.ts";

const ANNOUNCE = fileURLToPath(new URL("../bin/announce", import.meta.url));
const NAME = "holdfast.service";

const announce = (folder: string, ...port: string[]) =>
  execFileSync("sh", ["-c", 'umask 077; exec "$@"', "sh", ANNOUNCE, ...port], {
    env: { ...process.env, AVAHI_SERVICES: folder },
  });

test("avahi is told the port where bridges call, in a file that its user may read", () => {
  const folder = temporaryFolder();
  announce(folder, "7600");
  const file = join(folder, NAME);
  expect(readFileSync(file, "utf8")).toContain("<type>_holdfast._tcp</type>\n    <port>7600</port>");
  expect(statSync(file).mode & 0o777).toBe(0o644);
  expect(readdirSync(folder)).toEqual([NAME]);
});

test("the same once more leaves the file alone; another port replaces it", () => {
  const folder = temporaryFolder();
  const file = join(folder, NAME);
  announce(folder, "7532");
  const { ino } = statSync(file);
  announce(folder, "7532");
  expect(statSync(file).ino).toBe(ino);
  announce(folder, "7533");
  expect(readFileSync(file, "utf8")).toContain("<port>7533</port>");
  expect(readdirSync(folder)).toEqual([NAME]);
});

test("without a port nobody is told any more", () => {
  const folder = temporaryFolder();
  announce(folder, "7532");
  announce(folder);
  announce(folder);
  expect(readdirSync(folder)).toEqual([]);
});

test("without avahi nothing is written", () => {
  const folder = join(temporaryFolder(), "services");
  announce(folder, "7532");
  expect(existsSync(folder)).toBe(false);
});

test("a gateway that listens nowhere takes it back each time it starts, and does not fail over it", () => {
  expect(unitText("holdfast-gateway.service")).toMatch(/^ExecStartPre=\+-\S+\/systemd\/bin\/announce$/m);
});
