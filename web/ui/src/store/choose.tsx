/** Storing, step one: a free locker. */
import type { Cabinet, Locker } from "@holdfast/gateway/contract";
import { useState } from "preact/hooks";
import { Drawing } from "../cabinet/drawing.tsx";
import { Notice } from "../cabinet/notice.tsx";
import { freeLockers, freeWords, named, STATE_WORDS } from "../cabinet/words.ts";
import { announce } from "../parts/announce.ts";
import { Screen } from "../parts/screen.tsx";
import { go, link } from "../routing.ts";

export function ChooseFree({ cabinet, backTo }: { cabinet: Cabinet; backTo: string }) {
  const [refusal, setRefusal] = useState("");
  const possible = cabinet.storing === "possible" && cabinet.link === "up";
  const choosable = (locker: Locker) => possible && locker.state === "free";
  const free = freeLockers(cabinet);

  const choose = (locker: Locker) => {
    if (choosable(locker)) return go(link("store", cabinet.id, locker.number));
    const why = possible
      ? `Locker ${named(cabinet, locker.number, `is not free: ${STATE_WORDS[locker.state].toLowerCase()}`)}. Choose a free one.`
      : "Storing is not possible here at this moment.";
    setRefusal(why);
    announce(why);
  };
  const chooseForMe = () => {
    // Any of them: two people who choose at the same moment should not be sent to the same one.
    const locker = free[Math.floor(Math.random() * free.length)];
    if (locker) choose(locker);
  };

  return (
    <Screen title="Choose a free locker" backTo={backTo}>
      <Notice cabinet={cabinet} purpose="store" />
      {possible && free.length > 0 && (
        <p class="choose-for-me">
          <button type="button" class="button wide" onClick={chooseForMe}>
            Choose one for me
          </button>
        </p>
      )}
      <p class="lead" aria-live="polite">
        {possible &&
          (free.length > 0 ? `Or tap a locker. ${freeWords([cabinet])}.` : `${freeWords([cabinet])}.`)}
      </p>
      {refusal && possible && <p class="box warn">{refusal}</p>}
      <Drawing cabinet={cabinet} choosable={choosable} onChoose={choose} />
    </Screen>
  );
}
