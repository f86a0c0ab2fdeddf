import { setTimeout as pause } from "node:timers/promises";
import type { Command } from "commander";
import { HoldfastError, type SyncStatus } from "../../contract/index.ts";
import { type Context, withGateway } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { describeSync } from "../sync-line.ts";

const LOOKS = 40;
const INTERVAL_MS = 250;

export function addSync(program: Command): void {
  program
    .command("sync")
    .description("copy to central now, and say how that went")
    .action(async (_options: object, command: Command) => {
      await withGateway(command, async ({ client, print }) => {
        const before = await statusOf(client);
        await client.call("syncNow", {});
        const { sync, done } = await untilCopied(client, before);
        print(sync, (status) => describeSync(status).join("\n"));
        if (!done) process.exitCode = EXIT.refused;
      });
    });
}

/** Whatever it succeeds with is newer than what was before; at most ten seconds. */
async function untilCopied(
  client: Context["client"],
  before: SyncStatus,
): Promise<{ sync: SyncStatus; done: boolean }> {
  let sync = before;
  for (let look = 0; look < LOOKS; look++) {
    await pause(INTERVAL_MS);
    sync = await statusOf(client);
    if (sync.lastSuccess !== before.lastSuccess && sync.backlog === 0) return { sync, done: true };
    if (sync.state === "stopped") break;
  }
  return { sync, done: false };
}

async function statusOf(client: Context["client"]): Promise<SyncStatus> {
  const { sync } = await client.call("status", {});
  if (!sync) throw new HoldfastError("sync_off");
  return sync;
}
