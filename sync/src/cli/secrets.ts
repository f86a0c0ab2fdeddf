/** What a person knows and should not type into a shell, which remembers it. */
import { askLine } from "@holdfast/gateway/cli-kit";
import { readRecoveryText } from "@holdfast/gateway/recovery";
import { read } from "./read.ts";

/** Throws StartupError when it is mistyped. */
export async function askRecoveryKey(file: string | undefined): Promise<Uint8Array> {
  return readRecoveryText(
    file === undefined ? await askLine("Recovery key of the site:", { secret: true }) : read(file),
  );
}

export function askPhone(): Promise<string> {
  return askLine("Phone number:");
}
