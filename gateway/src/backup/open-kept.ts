/** The ledger of a gateway: locked, recovered where that was needed, and looked after. */
import type { Logger } from "pino";
import type { Clock } from "../clock.ts";
import { Ballast } from "../ledger/ballast.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { lockFolder } from "../ledger/lock.ts";
import type { Random } from "../random.ts";
import { LedgerCare } from "./ledger-care.ts";
import { openRecovered } from "./open-recovered.ts";
import { suspect } from "./suspicion.ts";

export interface KeptOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly onDamage?: (error: Error) => void;
}

/** Throws StartupError. Closing the ledger frees the lock. */
export async function openKept(options: KeptOptions): Promise<{ ledger: Ledger; care: LedgerCare }> {
  const { folder, clock, random, log } = options;
  const unlock = lockFolder(folder);
  try {
    const ballast = new Ballast(folder);
    const onDamage = (error: Error) => {
      suspect(folder);
      options.onDamage?.(error);
    };
    const wall = clock.wall();
    const opened = await openRecovered({ folder, wall, random, log, ballast, onDamage, onClosed: unlock });
    return { ledger: opened.ledger, care: new LedgerCare({ ...opened, ballast, folder, clock, log }) };
  } catch (error) {
    unlock();
    throw error;
  }
}
