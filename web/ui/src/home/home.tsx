/** Two choices, and the lockers that this browser knows of. index.html holds the same for the first paint. */
import { useEffect } from "preact/hooks";
import { freeWords, named } from "../cabinet/words.ts";
import { cabinetById, site } from "../connection/live.ts";
import { Icon } from "../parts/icon.tsx";
import { phone } from "../parts/phone-check.ts";
import { Screen } from "../parts/screen.tsx";
import { messageWords } from "../receipt/message.tsx";
import { receipts, refreshAll } from "../receipt/receipts.ts";
import { link } from "../routing.ts";

export function Home() {
  const cabinets = site.value?.cabinets;
  useEffect(() => {
    // The next one at a shared screen shall not find the last one's number.
    phone.value = "";
    void refreshAll();
  }, []);
  return (
    <Screen title="Store or collect?">
      <div class="choices">
        <a class="choice" href={link("store")}>
          <Icon name="store" />
          <strong>Store</strong>
          <span>Put things into a free locker</span>
          <span class="note">{cabinets ? freeWords(cabinets) : "\u00a0"}</span>
        </a>
        <a class="choice" href={link("collect")}>
          <Icon name="collect" />
          <strong>Collect</strong>
          <span>Take things out with your PIN</span>
        </a>
      </div>
      {receipts.value.length > 0 && (
        <section>
          <h2>Stored from here</h2>
          <ul class="list">
            {receipts.value.map((receipt) => (
              <li key={receipt.receipt}>
                <a class="choice small" href={link("stored", receipt.cabinet, receipt.locker)}>
                  <strong>Locker {named(cabinetById(receipt.cabinet), receipt.locker)}</strong>
                  <span>
                    {(cabinets?.length ?? 0) > 1 &&
                      `${cabinetById(receipt.cabinet)?.name ?? receipt.cabinet} – `}
                    {messageWords(receipt)}
                  </span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Screen>
  );
}
