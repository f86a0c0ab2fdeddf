/** Makes the commands that do one thing to one locker and need a reason for it. */
import type { Command } from "commander";
import type { AnswerName } from "../../contract/index.ts";
import { type LockerAddress, readAddress } from "../address.ts";
import { withGateway } from "../context.ts";

type ActName = Extract<AnswerName, "open" | "release" | "outOfService" | "inService">;

export interface Act {
  name: string;
  route: ActName;
  about: string;
  /** Said when it is done. */
  done(at: LockerAddress): string;
}

export function addAct(program: Command, { name, route, about, done }: Act): void {
  program
    .command(name)
    .description(about)
    .usage("[CABINET] LOCKER --reason TEXT")
    .argument("<address...>", "cabinet and locker; the cabinet may be left out where there is only one")
    .requiredOption("-r, --reason <text>", "why, for the log: 3 to 200 characters")
    .action(async (address: string[], { reason }: { reason: string }, command: Command) => {
      await withGateway(command, async ({ client, print }) => {
        const at = await readAddress(address, client);
        print({ ...(await client.call(route, { params: at, body: { reason } })), ...at }, () => done(at));
      });
    });
}
