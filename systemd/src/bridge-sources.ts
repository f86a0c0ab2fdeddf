/**
 * The Wi-Fi bridge travels as sources: its owner builds it with the libraries of the ESP8266, and with a key for updates
 * that is nobody else's. Named by what they are, so that no such key and no build of somebody comes along.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BRIDGE_VERSION } from "@holdfast/protocol";
import { inTree } from "./paths.ts";

export const BRIDGE = "firmware/bridge";
const FOLDERS: Readonly<Record<string, RegExp>> = {
  "": /^README\.md$/,
  core: /\.[ch]$/,
  arduino: /^(platformio\.ini|sign\.sh)$/,
  "arduino/holdfast-bridge": /\.(ino|cpp|h)$/,
};
const OF_ITS_OWNER = "update_key.h";

/** Paths below BRIDGE. */
export function bridgeSources(): string[] {
  return Object.entries(FOLDERS).flatMap(([folder, wanted]) =>
    readdirSync(inTree(BRIDGE, folder))
      .filter((name) => wanted.test(name) && name !== OF_ITS_OWNER)
      .sort()
      .map((name) => join(folder, name)),
  );
}

export function bridgeRelease(): { version: string; sha256: string } {
  const hash = createHash("sha256");
  for (const path of bridgeSources()) hash.update(`${path}\0`).update(readFileSync(inTree(BRIDGE, path)));
  return { version: BRIDGE_VERSION, sha256: hash.digest("hex") };
}
