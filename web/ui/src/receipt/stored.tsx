/** After storing: the door is open; put things in, close it; the PIN comes by message. */
import { useEffect, useRef } from "preact/hooks";
import { lockerOf, named } from "../cabinet/words.ts";
import { cabinetById, site } from "../connection/live.ts";
import { announce } from "../parts/announce.ts";
import { OpenDoor } from "../parts/open-door.tsx";
import { Screen } from "../parts/screen.tsx";
import { link } from "../routing.ts";
import { MessageState } from "./message.tsx";
import { follow, justStored, receiptFor } from "./receipts.ts";

export function Stored({ cabinet, locker }: { cabinet: string; locker: number }) {
  const receipt = receiptFor(cabinet, locker);
  const there = cabinetById(cabinet);
  const seen = lockerOf(there, locker);
  const fresh = justStored.value === receipt?.receipt;
  const wasOpen = useRef(false);
  if (seen?.door === "open") wasOpen.current = true;
  // A door that was just released may still lie in its frame: it is closed for good after it was seen open.
  const closed = seen?.door === "closed" && (wasOpen.current || !fresh);
  const open = !closed && (fresh || seen?.door === "open");

  useEffect(
    () => (receipt ? follow(receipt) : undefined),
    // A change of the locker may be the end of the rental.
    [receipt?.receipt, receipt?.message, seen?.state, seen?.door],
  );
  useEffect(() => {
    if (!closed || !wasOpen.current) return;
    justStored.value = undefined;
    announce(`Locker ${named(there, locker, "is closed and locked")}.`);
  }, [closed, locker]);

  if (!receipt) {
    return (
      <Screen title={`Locker ${named(there, locker)}`} backTo={link("home")}>
        <p class="box info">This rental has ended, or it was not begun on this page.</p>
        <a class="button" href={link("home")}>
          To the start
        </a>
      </Screen>
    );
  }
  const place = (site.value?.cabinets.length ?? 0) > 1 ? there?.name : undefined;
  return (
    <Screen title={`Locker ${named(there, locker, open ? "is open" : "is yours")}`}>
      {place && <p class="lead">{place}</p>}
      {open ? (
        <OpenDoor locker={locker}>Put your things in and close the door. It locks by itself.</OpenDoor>
      ) : (
        <p class="lead">
          {closed ? "The door is closed and locked." : "Close the door: it locks by itself."}
        </p>
      )}
      <MessageState receipt={receipt} />
      <details>
        <summary>The door did not open</summary>
        <p>
          Push the door gently, then pull. If it stays shut, wait for your PIN and{" "}
          <a href={link("collect", cabinet, locker)}>open the locker with it</a>, here or at the keypad. No
          locker is lost: this one stays yours.
        </p>
      </details>
      <nav class="actions" aria-label="Next">
        <a class="button" href={link("home")}>
          Done
        </a>
        <a class="button plain" href={link("collect", cabinet, locker)}>
          Open it again with the PIN
        </a>
      </nav>
    </Screen>
  );
}
