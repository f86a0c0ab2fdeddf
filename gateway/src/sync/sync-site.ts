/** What the sync desk needs of the site. */
import type { Logger } from "pino";
import type { Clock } from "../clock.ts";
import type { GatewayConfiguration } from "../configuration/schema.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Random } from "../random.ts";
import type { CabinetKeeper } from "../site/cabinet-keeper.ts";
import type { CentralDesk } from "./central-acts.ts";

export interface SyncSite {
  readonly configuration: GatewayConfiguration;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** Of the gateway's software. */
  readonly version: string;
  readonly keepers: ReadonlyMap<string, CabinetKeeper>;
  /** What is done on the word of a central admin. */
  readonly desk: CentralDesk;
}
