/** Shows the recovery key to the operator, and reminds of it until somebody has seen it. */
import type { RecoveryKey, SiteProblem } from "../contract/operator-schemas.ts";
import { SyncPositionStore } from "../ledger/sync-position-store.ts";
import { showRecoveryText } from "./recovery-text.ts";
import type { SyncSite } from "./sync-site.ts";

export class ShownKey {
  readonly #site: SyncSite;
  readonly #key: Uint8Array;
  readonly #fingerprint: string;
  readonly #store: SyncPositionStore;

  constructor(site: SyncSite, key: Uint8Array, fingerprint: string) {
    this.#site = site;
    this.#key = key;
    this.#fingerprint = fingerprint;
    this.#store = site.ledger.store((db) => new SyncPositionStore(db));
  }

  show(): RecoveryKey {
    const { ledger, clock } = this.#site;
    const at = clock.wall();
    ledger.change((append) => {
      this.#store.showKey(this.#fingerprint, at);
      append({ at, kind: "recovery_key_shown", actor: "operator" });
    });
    return { groups: showRecoveryText(this.#key) };
  }

  problems(): SiteProblem[] {
    return this.#site.ledger.ask(() => this.#store.keyShown(this.#fingerprint)) ? [] : [UNSEEN];
  }
}

const UNSEEN: SiteProblem = {
  code: "recovery_key_unseen",
  message:
    "Nobody has seen the recovery key of this site: without it central's copy cannot build the site again.",
  hint: "Write down what `holdfast recovery-key` shows, and keep it away from this computer.",
};
