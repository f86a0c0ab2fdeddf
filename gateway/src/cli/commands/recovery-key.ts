import type { Command } from "commander";
import type { RecoveryKey } from "../../contract/index.ts";
import { withGateway } from "../context.ts";

const GROUPS_A_LINE = 7;

export function addRecoveryKey(program: Command): void {
  program
    .command("recovery-key")
    .description("show the key that builds this site again from central, to be written down")
    .action(async (_options: object, command: Command) => {
      await withGateway(command, async ({ client, print }) =>
        print(await client.call("recoveryKey", {}), describe),
      );
    });
}

function describe({ groups }: RecoveryKey): string {
  const lines = [];
  for (let at = 0; at < groups.length; at += GROUPS_A_LINE) {
    lines.push(`    ${groups.slice(at, at + GROUPS_A_LINE).join("  ")}`);
  }
  return [
    "The recovery key of this site. If this computer is lost, `holdfast restore --from-central` asks for it.",
    "",
    ...lines,
    "",
    "Write it down and keep it away from this computer. Whoever has it can read the phone numbers in central.",
    "Without it nobody can, and nothing that central holds builds this site again.",
  ].join("\n");
}
