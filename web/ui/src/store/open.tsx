/** Storing, step two: the phone number; then the door opens. */
import type { Cabinet } from "@holdfast/gateway/contract";
import { useRef, useState } from "preact/hooks";
import { api, type Trouble } from "../api.ts";
import { attempt } from "../attempt.ts";
import { Notice } from "../cabinet/notice.tsx";
import { lockerOf, named } from "../cabinet/words.ts";
import { useCountdown } from "../parts/countdown.ts";
import { objection, phone } from "../parts/phone-check.ts";
import { PhoneField } from "../parts/phone-field.tsx";
import { Screen } from "../parts/screen.tsx";
import { TroubleBox } from "../parts/trouble.tsx";
import { addReceipt, justStored } from "../receipt/receipts.ts";
import { link, replace } from "../routing.ts";

/** Answers after which another locker helps. */
const ELSEWHERE = [
  "locker_held",
  "locker_out_of_service",
  "door_failed",
  "no_such_locker",
  "no_such_cabinet",
];

export function OpenToStore({ cabinet, locker }: { cabinet: Cabinet; locker: number }) {
  const input = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<string>();
  const [trouble, setTrouble] = useState<Trouble>();
  const [busy, setBusy] = useState(false);
  const wait = useCountdown(trouble?.retryAfter ?? 0, trouble);
  const choose = link("store", cabinet.id);
  const seen = lockerOf(cabinet, locker);
  // An attempt of one's own may have taken it: that one goes on.
  const taken = seen?.state !== "free" && !busy && !trouble;

  const refuse = (why: string) => {
    setError(why);
    input.current?.focus();
  };

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy || wait > 0) return;
    const why = objection();
    if (why) return refuse(why);
    const number = phone.value;
    setBusy(true);
    setTrouble(undefined);
    const answer = await attempt(["store", cabinet.id, locker, number], (id) =>
      api.store(cabinet.id, locker, number, id),
    );
    setBusy(false);
    if (answer.ok) {
      phone.value = "";
      addReceipt(answer.value);
      justStored.value = answer.value.receipt;
      replace(link("stored", cabinet.id, locker));
      return;
    }
    if (answer.trouble.code === "bad_phone") refuse(`${answer.trouble.message} ${answer.trouble.hint}`);
    else setTrouble(answer.trouble);
  };

  if (!seen || taken) {
    return (
      <Screen title={`Locker ${named(cabinet, locker)}`} backTo={choose}>
        <p class="box warn">
          {seen ? "This locker is not free any more." : "This cabinet has no such locker."}
        </p>
        <a class="button wide" href={choose}>
          Choose another locker
        </a>
      </Screen>
    );
  }
  return (
    <Screen title={`Store in locker ${named(cabinet, locker)}`} backTo={choose}>
      <Notice cabinet={cabinet} purpose="store" />
      <p class="lead">
        Stand at the cabinet: the door opens at once. Your PIN comes to your phone by message.
      </p>
      <form noValidate onSubmit={submit}>
        <PhoneField purpose="store" input={input} error={error} onInput={() => setError(undefined)} />
        {trouble && <TroubleBox trouble={trouble} wait={wait} />}
        <button type="submit" class="button wide" aria-disabled={busy || wait > 0}>
          {busy ? "Opening …" : trouble ? "Try again" : `Open locker ${named(cabinet, locker)}`}
        </button>
        {trouble && ELSEWHERE.includes(trouble.code) && (
          <a class="button plain wide" href={choose}>
            Choose another locker
          </a>
        )}
      </form>
    </Screen>
  );
}
