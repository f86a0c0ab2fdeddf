import { readFileSync } from "node:fs";
import { VirtualError } from "./virtual-error.ts";

/** The firmware that is kept built in the repository; the path is the same from src and from dist. */
export const RELEASE_HEX = new URL("../../release/holdfast-controller.hex", import.meta.url);

export function readReleaseHex(): string {
  try {
    return readFileSync(RELEASE_HEX, "utf8");
  } catch (cause) {
    throw Object.assign(
      new VirtualError(
        "NO_RELEASE",
        "firmware/release/holdfast-controller.hex cannot be read",
        "Build it: npm run firmware",
      ),
      { cause },
    );
  }
}
