/** The one thing to see at arm's length: this door is open now, and what to do. */
import type { ComponentChildren } from "preact";

export function OpenDoor({ locker, children }: { locker: number; children: ComponentChildren }) {
  return (
    <div class="open-door">
      <div class="frame" aria-hidden="true">
        <div class="leaf">{locker}</div>
      </div>
      <p class="lead">{children}</p>
    </div>
  );
}
