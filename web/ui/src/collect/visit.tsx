/** The locker is open for its owner: free it, keep it, or open it once more. */
import { useEffect, useState } from "preact/hooks";
import { type Answer, api, type Trouble } from "../api.ts";
import { named } from "../cabinet/words.ts";
import { cabinetById } from "../connection/live.ts";
import { announce } from "../parts/announce.ts";
import { useCountdown } from "../parts/countdown.ts";
import { OpenDoor } from "../parts/open-door.tsx";
import { phone } from "../parts/phone-check.ts";
import { Screen } from "../parts/screen.tsx";
import { TroubleBox } from "../parts/trouble.tsx";
import { forgetLocker } from "../receipt/receipts.ts";
import { link, replace } from "../routing.ts";
import { credentials, endVisit, forgetCredentials, openLocker, visit } from "./visits.ts";

export function OpenVisit({ cabinet, locker }: { cabinet: string; locker: number }) {
  const [trouble, setTrouble] = useState<Trouble>();
  const [busy, setBusy] = useState<"finish" | "keep" | "open">();
  const wait = useCountdown(trouble?.retryAfter ?? 0, trouble);
  const again = link("collect", cabinet, locker);
  const there = cabinetById(cabinet);
  const current = visit.value;
  const mine = current?.cabinet === cabinet && current.locker === locker ? current : undefined;

  // Whoever leaves this screen has no more use for what opened the door.
  useEffect(() => forgetCredentials, []);

  const run = async <T,>(what: "finish" | "keep" | "open", call: () => Promise<Answer<T>>) => {
    if (busy || wait > 0) return false;
    setBusy(what);
    setTrouble(undefined);
    const answer = await call();
    setBusy(undefined);
    if (!answer.ok) setTrouble(answer.trouble);
    return answer.ok;
  };
  const leave = (to: "freed" | "kept") => {
    endVisit();
    phone.value = "";
    replace(link(to, cabinet, locker));
  };
  const finish = async () => {
    if (!mine || !(await run("finish", () => api.finish(mine.visit)))) return;
    forgetLocker(cabinet, locker);
    leave("freed");
  };
  const keep = async () => {
    if (mine && (await run("keep", () => api.keep(mine.visit)))) leave("kept");
  };
  const openAgain = async () => {
    const known = credentials.value;
    if (!known) return replace(again);
    if (await run("open", () => openLocker(cabinet, locker, known)))
      announce(`Locker ${named(there, locker, "was opened again")}.`);
  };

  if (!mine) {
    return (
      <Screen title={`Locker ${named(there, locker)}`} backTo={link("home")}>
        <p class="box info">This locker is not open for you any more. Your PIN opens it again.</p>
        <a class="button wide" href={again}>
          Open it with the PIN
        </a>
      </Screen>
    );
  }
  return (
    <Screen title={`Locker ${named(there, locker, "is open")}`}>
      <OpenDoor locker={locker}>Take your things out and close the door. Then say how it goes on:</OpenDoor>
      {trouble && <TroubleBox trouble={trouble} wait={wait} />}
      <div class="actions">
        <button
          type="button"
          class="button wide two-lines"
          aria-disabled={busy !== undefined}
          onClick={finish}
        >
          <strong>{busy === "finish" ? "One moment …" : "Finish"}</strong>
          <span>I took everything: free the locker</span>
        </button>
        <button
          type="button"
          class="button plain wide two-lines"
          aria-disabled={busy !== undefined}
          onClick={keep}
        >
          <strong>{busy === "keep" ? "One moment …" : "Keep"}</strong>
          <span>I come back: the locker and the PIN stay mine</span>
        </button>
      </div>
      <details>
        <summary>The door did not open</summary>
        <p>Push the door gently, then open it once more. Your things stay safe and the locker stays yours.</p>
        <button
          type="button"
          class="button plain wide"
          aria-disabled={busy !== undefined}
          onClick={openAgain}
        >
          {busy === "open" ? "Opening …" : "Open again"}
        </button>
        <p>If that does not help, use the keypad at the cabinet or ask the operator.</p>
      </details>
    </Screen>
  );
}
