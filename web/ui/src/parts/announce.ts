/** One polite voice for screen readers. */
import { signal } from "@preact/signals";

export const announcement = signal("");

export function announce(text: string): void {
  // The same sentence twice would not be read twice: a no-break space makes it another one.
  announcement.value = announcement.peek() === text ? `${text}\u00a0` : text;
}
