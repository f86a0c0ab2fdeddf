/** Which cabinet is meant: with one there is nothing to ask. */
import type { Cabinet } from "@holdfast/gateway/contract";
import type { ComponentChildren } from "preact";
import { cabinetById, site } from "../connection/live.ts";
import { Screen } from "../parts/screen.tsx";
import { link } from "../routing.ts";
import { freeWords } from "./words.ts";

interface PickProperties {
  purpose: "store" | "collect";
  cabinet: string | undefined;
  children: (cabinet: Cabinet, backTo: string) => ComponentChildren;
}

export function Pick({ purpose, cabinet: id, children }: PickProperties) {
  const cabinets = site.value?.cabinets;
  const home = link("home");
  if (!cabinets) {
    return (
      <Screen title="One moment" backTo={home}>
        <p class="loading">Looking at the lockers …</p>
      </Screen>
    );
  }
  const only = cabinets.length === 1 ? cabinets[0] : undefined;
  const chosen = id === undefined ? only : cabinetById(id);
  if (chosen) return children(chosen, only ? home : link(purpose));
  return (
    <Screen title="Which cabinet?" backTo={home}>
      {id !== undefined && <p class="box warn">There is no cabinet of this name any more.</p>}
      <ul class="list">
        {cabinets.map((cabinet) => (
          <li key={cabinet.id}>
            <a class="choice small" href={link(purpose, cabinet.id)}>
              <strong>{cabinet.name}</strong>
              <span>{cabinet.link === "down" ? "Not reachable just now" : freeWords([cabinet])}</span>
            </a>
          </li>
        ))}
      </ul>
    </Screen>
  );
}
