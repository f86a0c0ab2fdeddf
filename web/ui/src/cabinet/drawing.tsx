/** The cabinet as it stands there: columns from left to right, each locker a button that says its state. */
import type { Cabinet, Locker } from "@holdfast/gateway/contract";
import { stale } from "../connection/live.ts";
import { Icon } from "../parts/icon.tsx";
import { lockerOf, STATE_WORDS } from "./words.ts";

interface DrawingProperties {
  cabinet: Cabinet;
  choosable: (locker: Locker) => boolean;
  onChoose: (locker: Locker) => void;
}

function Door({ locker, choosable, onChoose }: { locker: Locker } & Omit<DrawingProperties, "cabinet">) {
  const can = choosable(locker);
  return (
    <button
      type="button"
      class={`locker ${locker.state} ${locker.door === "open" ? "ajar" : ""}`}
      aria-disabled={!can}
      // Only what can be chosen is a stop of the Tab key; the others are still read and still answer a tap.
      tabIndex={can ? 0 : -1}
      onClick={() => onChoose(locker)}
    >
      <span class="number">
        <span class="unseen">Locker </span>
        {locker.number}
      </span>{" "}
      {locker.label && <span class="label">{`${locker.label} `}</span>}
      <span class="state">
        <Icon name={locker.state} />
        {STATE_WORDS[locker.state]}
      </span>
      {locker.door === "open" && (
        <span class="state">
          <Icon name="door" />
          Door open
        </span>
      )}
    </button>
  );
}

export function Drawing({ cabinet, choosable, onChoose }: DrawingProperties) {
  const old = stale.value || cabinet.link === "down";
  return (
    <section class={old ? "cabinet stale" : "cabinet"} aria-label={cabinet.name}>
      {old && <p class="caption">Last known state – it may have changed since.</p>}
      <div class="columns">
        {cabinet.layout.map((column) => (
          <div class="column" key={column[0]}>
            {column.map((number) => {
              const locker = lockerOf(cabinet, number);
              return (
                locker && <Door key={number} locker={locker} choosable={choosable} onChoose={onChoose} />
              );
            })}
          </div>
        ))}
      </div>
    </section>
  );
}
