/** What went wrong, what to do, and how long to wait. */
import type { Trouble } from "../api.ts";
import { minutes } from "./countdown.ts";

function triesWords(left: number): string {
  if (left === 0) return "That was the last try for now: you have to wait.";
  return `${left === 1 ? "One try is left" : `${left} tries are left`} before you have to wait.`;
}

export function TroubleBox({ trouble, wait }: { trouble: Trouble; wait: number }) {
  const { message, hint, triesLeft } = trouble;
  return (
    <>
      <div role="alert" class="box bad trouble">
        <p>
          <strong>{message}</strong> {hint}
        </p>
        {triesLeft !== undefined && <p>{triesWords(triesLeft)}</p>}
      </div>
      {wait > 0 && (
        <p role="timer" class="wait">
          You can try again in <strong>{minutes(wait)}</strong>.
        </p>
      )}
    </>
  );
}
