/** The end: what became of the locker, and whether its door still stands open. */
import { lockerOf, named } from "../cabinet/words.ts";
import { cabinetById } from "../connection/live.ts";
import { Icon } from "../parts/icon.tsx";
import { Screen } from "../parts/screen.tsx";
import { link } from "../routing.ts";

const ENDS = {
  freed: { title: "Thank you", text: "is free again. Goodbye!" },
  kept: { title: "See you soon", text: "stays yours. The same PIN opens it again." },
};

export function Ended({ end, cabinet, locker }: { end: keyof typeof ENDS; cabinet: string; locker: number }) {
  const there = cabinetById(cabinet);
  const ajar = lockerOf(there, locker)?.door === "open";
  return (
    <Screen title={ENDS[end].title}>
      <p class="box good">
        <Icon name="free" />
        <span>Locker {named(there, locker, ENDS[end].text)}</span>
      </p>
      <div role="status">
        {ajar && (
          <p class="box warn">
            <Icon name="door" />
            <span>The door of locker {named(there, locker, "is still open")}. Please close it.</span>
          </p>
        )}
      </div>
      <a class="button wide" href={link("home")}>
        To the start
      </a>
    </Screen>
  );
}
