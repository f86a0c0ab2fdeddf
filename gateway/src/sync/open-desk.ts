/** Opens the sync desk of a site that has [sync]. Loaded by no other site. */
import type { SyncConsent } from "../configuration/schema.ts";
import { CopiedRowStore } from "../ledger/copied-row-store.ts";
import { cabinetRow } from "./cabinet-row.ts";
import { CentralCommands } from "./central-commands.ts";
import { CopiedRows } from "./copied-rows.ts";
import { DueBell } from "./due-bell.ts";
import { lockerRow } from "./locker-row.ts";
import type { PresentRow } from "./present-row.ts";
import { type Sealer, sealer } from "./sealer.ts";
import { ShownKey } from "./shown-key.ts";
import { siteRow } from "./site-row.ts";
import { SyncDesk } from "./sync-desk.ts";
import type { SyncSite } from "./sync-site.ts";

export interface DeskOptions {
  readonly recoveryKey: Uint8Array;
  readonly consent: SyncConsent;
  /** The configuration file as it was read; undefined where there is none. */
  readonly file: string | undefined;
}

export function openDesk(site: SyncSite, { recoveryKey, consent, file }: DeskOptions): SyncDesk {
  const { ledger, clock } = site;
  const seals = sealer(recoveryKey);
  const bell = new DueBell();
  if (consent.after_open) bell.ringWhenOpened(ledger);
  const whole = siteRow({ configuration: site.configuration, file, software: site.version }, seals);
  const rows = new CopiedRows({
    ledger,
    store: ledger.store((db) => new CopiedRowStore(db)),
    sealer: seals,
    phones: consent.phones,
    present: () => [whole, ...cabinetsOf(site, seals)],
    wall: () => clock.wall(),
  });
  const commands = new CentralCommands({
    ...site,
    openKey: consent.open_key,
    onFinished: () => bell.ring("command"),
  });
  return new SyncDesk({
    site,
    rows,
    commands,
    bell,
    key: new ShownKey(site, recoveryKey, seals.fingerprint),
  });
}

function* cabinetsOf({ keepers, ledger }: SyncSite, seals: Sealer): Generator<PresentRow> {
  for (const keeper of keepers.values()) {
    const { id: cabinet } = keeper;
    yield cabinetRow(keeper.status());
    const rentals = new Map(ledger.rentals.allOpen(cabinet).map(({ id, locker }) => [locker, id]));
    for (const locker of keeper.view().lockers) {
      const record = keeper.table.record(locker.number);
      yield lockerRow({ ...locker, cabinet, rental: rentals.get(locker.number), record }, seals);
    }
  }
}
