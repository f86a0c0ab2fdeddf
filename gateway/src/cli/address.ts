/** [CABINET] LOCKER as it is typed. Where there is one cabinet only, nobody needs to name it. */
import type { GatewayClient } from "../client/index.ts";
import { UsageError } from "./usage-error.ts";

export interface LockerAddress {
  cabinet: string;
  locker: number;
}

export async function readAddress(words: readonly string[], client: GatewayClient): Promise<LockerAddress> {
  const [first = "", second, ...more] = words;
  if (more.length > 0) throw new UsageError("There are too many words.", "Give [CABINET] LOCKER, as: hall 5");
  if (second !== undefined) return { cabinet: first, locker: readLocker(second) };
  const locker = readLocker(first);
  return { cabinet: await onlyCabinet(client), locker };
}

/** A cabinet by its id; the only one where nothing is named. */
export async function readCabinet(word: string | undefined, client: GatewayClient): Promise<string> {
  return word ?? (await onlyCabinet(client));
}

function readLocker(word: string): number {
  if (/^[0-9]{1,2}$/.test(word)) return Number(word);
  throw new UsageError(`"${word}" is no locker number.`, "Give [CABINET] LOCKER, as: hall 5");
}

async function onlyCabinet(client: GatewayClient): Promise<string> {
  const { cabinets } = await client.call("state", {});
  const [only, ...others] = cabinets;
  if (only !== undefined && others.length === 0) return only.id;
  const ids = cabinets.map(({ id }) => id).join(", ");
  throw new UsageError("There are several cabinets.", `Name one of them: ${ids}`);
}
