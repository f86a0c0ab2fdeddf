/** Says honestly when what the page shows may be old, and what works nevertheless. */
import { effect, signal } from "@preact/signals";
import { announce } from "../parts/announce.ts";
import { Icon } from "../parts/icon.tsx";
import { outage } from "./live.ts";

/** Most breaks are over before anybody would read about them. */
const PATIENCE = 1_500;

const shown = signal<"none" | "page" | "gateway">("none");

effect(() => {
  const now = outage.value;
  const timer = setTimeout(
    () => {
      if (now === "none" && shown.peek() !== "none") announce("Connected again. The lockers are up to date.");
      shown.value = now;
    },
    now === "none" ? 0 : PATIENCE,
  );
  return () => clearTimeout(timer);
});

export function Banner() {
  return (
    <div role="status">
      {shown.value !== "none" && (
        <div class="box warn banner">
          <Icon name="unplugged" />
          <p>
            <strong>
              {shown.value === "page"
                ? "No connection to the lockers."
                : "The locker service does not answer."}
            </strong>{" "}
            What you see may be out of date. This page reconnects by itself; the keypad at the cabinet works
            meanwhile.
          </p>
        </div>
      )}
    </div>
  );
}
