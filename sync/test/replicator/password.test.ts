import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { type SyncSection, syncConfiguration } from "../../src/configuration.ts";
import { accessOf } from "../../src/start-sync.ts";
import { temporaryFolder } from "../support/replicate.ts";

const SECTION = syncConfiguration().shape.sync.parse({ user: "u", hosts: ["db:3306"] }) as SyncSection;

/** A folder in which there is a password under this name. */
function folderWith(name: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, name), "secret", { mode: 0o600 });
  return folder;
}

afterEach(() => vi.unstubAllEnvs());

it("is that of systemd's store for a command of root, to which systemd gives none", () => {
  const store = folderWith("sync-password");
  vi.stubEnv("CREDENTIALS_DIRECTORY", undefined);
  expect(accessOf(SECTION, "/", store).passwordFile).toBe(join(store, "sync-password"));
  expect(() => accessOf(SECTION, "/", temporaryFolder())).toThrow(/Cannot read .*sync-password: ENOENT/);
});

it("is what systemd gives to the service, and before all the file that is named", () => {
  const [given, store, named] = ["sync-password", "sync-password", "mine"].map(folderWith);
  vi.stubEnv("CREDENTIALS_DIRECTORY", given);
  expect(accessOf(SECTION, "/", store).passwordFile).toBe(`${given}/sync-password`);
  const section = { ...SECTION, password_file: "mine" };
  expect(accessOf(section, named ?? "", store).passwordFile).toBe(`${named}/mine`);
});
