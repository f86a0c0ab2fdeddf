/** What went wrong, what to do, and how long to wait. */
import type { Trouble } from "../api.ts";
import { minutes } from "./countdown.ts";

export function TroubleBox({ trouble, wait }: { trouble: Trouble; wait: number }) {
  const { message, hint, triesLeft } = trouble;
  return (
    <>
      <div role="alert" class="box bad trouble">
        <p>
          <strong>{message}</strong> {hint}
        </p>
        {triesLeft !== undefined && (
          <p>
            {triesLeft === 1 ? "One try is left" : `${triesLeft} tries are left`} before you have to wait.
          </p>
        )}
      </div>
      {wait > 0 && (
        <p role="timer" class="wait">
          You can try again in <strong>{minutes(wait)}</strong>.
        </p>
      )}
    </>
  );
}
