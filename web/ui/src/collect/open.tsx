/** Collecting, step two: phone number and PIN; then the door opens. */
import type { Cabinet } from "@holdfast/gateway/contract";
import { useRef, useState } from "preact/hooks";
import type { Trouble } from "../api.ts";
import { Notice } from "../cabinet/notice.tsx";
import { named } from "../cabinet/words.ts";
import { useCountdown } from "../parts/countdown.ts";
import { missing, phone } from "../parts/phone-check.ts";
import { PhoneField } from "../parts/phone-field.tsx";
import { isPin, PinField } from "../parts/pin-field.tsx";
import { Screen } from "../parts/screen.tsx";
import { TroubleBox } from "../parts/trouble.tsx";
import { link, replace } from "../routing.ts";
import { openLocker } from "./visits.ts";

export function OpenToCollect({ cabinet, locker }: { cabinet: Cabinet; locker: number }) {
  const phoneInput = useRef<HTMLInputElement>(null);
  const pinInput = useRef<HTMLInputElement>(null);
  const [pin, setPin] = useState("");
  const [phoneError, setPhoneError] = useState<string>();
  const [pinError, setPinError] = useState<string>();
  const [trouble, setTrouble] = useState<Trouble>();
  const [busy, setBusy] = useState(false);
  const wait = useCountdown(trouble?.retryAfter ?? 0, trouble);

  const refusePhone = (why: string) => {
    setPhoneError(why);
    phoneInput.current?.focus();
  };
  const refusePin = (why: string) => {
    setPinError(why);
    pinInput.current?.focus();
  };

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy || wait > 0) return;
    const why = missing();
    if (why) return refusePhone(why);
    if (!isPin(pin)) return refusePin("A PIN has 4 to 8 digits.");
    setBusy(true);
    setTrouble(undefined);
    const answer = await openLocker(cabinet.id, locker, { phone: phone.value, pin });
    setBusy(false);
    if (answer.ok) return replace(link("open", cabinet.id, locker));
    const { code, message, hint } = answer.trouble;
    if (code === "bad_phone") return refusePhone(`${message} ${hint}`);
    if (code === "bad_pin") return refusePin(`${message} ${hint}`);
    setTrouble(answer.trouble);
    if (code === "wrong_pin") {
      setPin("");
      pinInput.current?.focus();
    }
  };

  return (
    <Screen title={`Collect from locker ${named(cabinet, locker)}`} backTo={link("collect", cabinet.id)}>
      <Notice cabinet={cabinet} purpose="collect" />
      <p class="lead">Stand at the cabinet: the door opens at once.</p>
      <form noValidate onSubmit={submit}>
        <PhoneField
          purpose="collect"
          input={phoneInput}
          error={phoneError}
          onInput={() => setPhoneError(undefined)}
        />
        <PinField
          input={pinInput}
          value={pin}
          error={pinError}
          onInput={(typed) => {
            setPin(typed);
            setPinError(undefined);
          }}
        />
        {trouble && <TroubleBox trouble={trouble} wait={wait} />}
        <button type="submit" class="button wide" aria-disabled={busy || wait > 0}>
          {busy ? "Opening …" : `Open locker ${named(cabinet, locker)}`}
        </button>
      </form>
    </Screen>
  );
}
