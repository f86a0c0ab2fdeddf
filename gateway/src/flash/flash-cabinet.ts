/** The steps of flashing one controller, and the way back when the new firmware does not come up. */
import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import type { GatewayClient } from "../client/index.ts";
import type { Status } from "../contract/index.ts";
import { obstacleText } from "../link/obstacle.ts";
import { StartupError } from "../startup-error.ts";
import { checkEepromKept, type Programmer, writeFlash } from "./avrdude.ts";
import { keepOld } from "./keep-old.ts";
import { toTheEnd } from "./to-the-end.ts";

export interface FlashPlan {
  readonly client: GatewayClient;
  readonly cabinet: string;
  readonly hex: string;
  /** Where what is on the chip now is kept. */
  readonly keep: string;
  /** Its port is the cabinet's, where none is named. */
  readonly programmer: Omit<Programmer, "port"> & { readonly port: string | undefined };
  say(text: string): void;
  /** Milliseconds that the controller has to come back; and between two looks. */
  readonly comeBack?: number;
  readonly interval?: number;
}

export interface Flashed {
  /** The controller speaks again. */
  readonly back: boolean;
  /** Known where it is linked; where it is not, `problem` says why. */
  readonly firmware: string | undefined;
  readonly problem: string | undefined;
  readonly kept: string;
  /** The new firmware did not come up: what was there before is on the chip again. */
  readonly wentBack: boolean;
}

const COME_BACK_MS = 60_000;
const INTERVAL_MS = 500;
/** A controller says something each second. */
const HEARD_S = 2;
const NO_KEY = { what: "no_key" } as const;

export async function flashCabinet(plan: FlashPlan): Promise<Flashed> {
  const { client, cabinet, keep, say } = plan;
  const params = { cabinet };
  const { link, lastHeard = Infinity } = one(await client.call("status", {}), cabinet);
  // Of the release before it may speak another protocol: it is no link, but it is whole.
  const answers = link === "up" || lastHeard <= HEARD_S;
  const handed = await client.call("handOver", { params });
  const programmer: Programmer = { ...plan.programmer, port: plan.programmer.port ?? handed.port };
  try {
    await checkEepromKept(programmer);
    if (answers || !existsSync(keep)) {
      say(`Reading what is on the chip, to ${keep}`);
      await keepOld(programmer, keep);
    } else {
      // Half of a firmware, from a cable that was pulled, must not take the place of a whole one.
      say(`The controller does not answer: ${keep} stays as it is`);
    }
  } catch (error) {
    await client.call("takeBack", { params });
    throw error;
  }
  return await toTheEnd(say, () => write(plan, programmer));
}

async function write(plan: FlashPlan, programmer: Programmer): Promise<Flashed> {
  const { client, cabinet, hex, keep, say } = plan;
  const params = { cabinet };
  const put = async (file: string) => {
    try {
      // Reading, or waiting, took its time: the port is ours for a whole lease again.
      await client.call("handOver", { params });
      await writeFlash(programmer, file);
    } finally {
      await client.call("takeBack", { params });
    }
  };
  say("Writing and comparing");
  await put(hex);
  say("Waiting for the controller");
  const found = await cameBack(plan);
  if (found.back) return { ...found, kept: keep, wentBack: false };
  say("It does not come up. Writing what was there before");
  await put(keep);
  return { ...(await cameBack(plan)), kept: keep, wentBack: true };
}

/**
 * One that has to be paired is never linked, but says so: its firmware runs. Where we have no key nobody asks it anything:
 * that it was written and compared has to do.
 */
async function cameBack(plan: FlashPlan): Promise<Pick<Flashed, "back" | "firmware" | "problem">> {
  const { client, cabinet, comeBack = COME_BACK_MS, interval = INTERVAL_MS } = plan;
  for (let waited = 0; waited < comeBack; waited += interval) {
    const found = one(await client.call("status", {}), cabinet);
    const { link, lastHeard = Infinity, firmware, problem } = found;
    if (link === "up") return { back: true, firmware, problem: undefined };
    if (found.keyless) return { back: true, firmware: undefined, problem: obstacleText(NO_KEY, cabinet) };
    // Not what was heard before it was written.
    if (lastHeard <= Math.min(HEARD_S, waited / 1000)) return { back: true, firmware, problem };
    await pause(interval);
  }
  return { back: false, firmware: undefined, problem: undefined };
}

export function one({ cabinets }: Status, id: string): Status["cabinets"][number] {
  const found = cabinets.find((cabinet) => cabinet.id === id);
  if (!found) throw new StartupError("no_such_cabinet", `There is no cabinet ${id}.`);
  return found;
}
