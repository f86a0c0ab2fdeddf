/** Why storing or collecting is not possible here at this moment, and what is. Announced when it comes and goes. */
import type { Cabinet } from "@holdfast/gateway/contract";
import { stale } from "../connection/live.ts";
import { Icon } from "../parts/icon.tsx";

export function Notice({ cabinet, purpose }: { cabinet: Cabinet; purpose: "store" | "collect" }) {
  return <div role="status">{words(cabinet, purpose)}</div>;
}

function words(cabinet: Cabinet, purpose: "store" | "collect") {
  // The banner says it already.
  if (stale.value) return undefined;
  if (cabinet.storing === "not_paired") {
    return (
      <div class="box warn">
        <Icon name="unplugged" />
        <p>
          <strong>This cabinet is not paired with this site.</strong> Until its operator pairs it, it can do
          nothing here.
        </p>
      </div>
    );
  }
  if (cabinet.link === "down" || cabinet.storing === "unreachable") {
    return (
      <div class="box warn">
        <Icon name="unplugged" />
        <p>
          <strong>This cabinet cannot be reached from here just now.</strong> Its keypad works: you can store
          and collect there. This page goes on by itself as soon as the cabinet answers.
        </p>
      </div>
    );
  }
  if (purpose === "collect") return undefined;
  if (cabinet.storing === "full") {
    return (
      <div class="box warn">
        <Icon name="held" />
        <p>
          <strong>All lockers are taken.</strong> Stay on this page: it shows at once when one becomes free.
        </p>
      </div>
    );
  }
  if (cabinet.storing === "keypad_only") {
    return (
      <div class="box warn">
        <Icon name="waiting" />
        <p>
          <strong>Please store at the keypad.</strong> This site cannot send a PIN to your phone. You can
          collect here.
        </p>
      </div>
    );
  }
  if (cabinet.storing === "paused") {
    return (
      <div class="box warn">
        <Icon name="waiting" />
        <p>
          <strong>Storing is paused.</strong> Collecting works. Please try again later.
        </p>
      </div>
    );
  }
  return undefined;
}
