/** Collecting, step one: which locker. The number is on its door. */
import type { Cabinet, Locker } from "@holdfast/gateway/contract";
import { useRef, useState } from "preact/hooks";
import { Drawing } from "../cabinet/drawing.tsx";
import { Notice } from "../cabinet/notice.tsx";
import { lockerOf, named } from "../cabinet/words.ts";
import { stale } from "../connection/live.ts";
import { announce } from "../parts/announce.ts";
import { Screen } from "../parts/screen.tsx";
import { go, link } from "../routing.ts";

export function ChooseHeld({ cabinet, backTo }: { cabinet: Cabinet; backTo: string }) {
  const input = useRef<HTMLInputElement>(null);
  const [number, setNumber] = useState("");
  const [error, setError] = useState("");
  const old = stale.value || cabinet.link === "down";
  // What is in a locker that is out of service or faulty still belongs to somebody.
  const choosable = (locker: Locker) => old || locker.state !== "free";

  const refuse = (why: string) => {
    setError(why);
    announce(why);
  };
  const choose = (locker: Locker) => {
    if (choosable(locker)) go(link("collect", cabinet.id, locker.number));
    else refuse(`Locker ${named(cabinet, locker.number, "is free: nothing is stored in it")}.`);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    const locker = lockerOf(cabinet, Number(number));
    if (locker) choose(locker);
    else refuse(number.trim() ? `There is no locker ${number} here.` : "Type the number of your locker.");
    if (!locker || !choosable(locker)) input.current?.focus();
  };

  return (
    <Screen title="Which locker is yours?" backTo={backTo}>
      <Notice cabinet={cabinet} purpose="collect" />
      <p class="lead">Tap it, or type its number.</p>
      <form class="with-button number-form" noValidate onSubmit={submit}>
        <label for="locker">Locker number</label>
        <input
          ref={input}
          id="locker"
          name="locker"
          inputMode="numeric"
          autoComplete="off"
          maxLength={2}
          value={number}
          aria-invalid={error !== ""}
          aria-describedby="locker-error"
          onInput={(event) => {
            setNumber(event.currentTarget.value);
            setError("");
          }}
        />
        <button type="submit" class="button">
          Next
        </button>
      </form>
      <p id="locker-error" class="echo wrong">
        {error}
      </p>
      <Drawing cabinet={cabinet} choosable={choosable} onChoose={choose} />
    </Screen>
  );
}
