/** Screens are addresses after the #, so that back, reload and bookmarks work and the server sees none of it. */
import { computed, signal } from "@preact/signals";

export type Route =
  | { screen: "home" }
  | { screen: "store" | "collect"; cabinet?: string; locker?: number }
  | { screen: "stored" | "open" | "freed" | "kept"; cabinet: string; locker: number };

export function parseRoute(hash: string): Route {
  const [screen, cabinet, number] = hash.replace(/^#?\/?/, "").split("/");
  const locker = /^[1-9][0-9]?$/.test(number ?? "") ? Number(number) : undefined;
  switch (screen) {
    case "store":
    case "collect":
      return { screen, ...(cabinet && { cabinet }), ...(cabinet && locker && { locker }) };
    case "stored":
    case "open":
    case "freed":
    case "kept":
      if (cabinet && locker) return { screen, cabinet, locker };
  }
  return { screen: "home" };
}

/** The start has two spellings: with and without "#/". */
const here = (): string => location.hash || "#/";

/** The screens one has come through, so that "Back" goes back in the history instead of adding to it. */
const trail: string[] = [here()];
const hash = signal(here());
export const route = computed(() => parseRoute(hash.value));

window.addEventListener("hashchange", () => {
  if (trail.at(-2) === here()) trail.pop();
  else trail.push(here());
  hash.value = here();
});

export const link = (screen: Route["screen"], cabinet?: string, locker?: number): string =>
  `#/${[screen === "home" ? undefined : screen, cabinet, locker].filter((part) => part !== undefined).join("/")}`;

export function go(to: string): void {
  location.hash = to;
}

/** Puts a screen in the place of the current one: nobody goes back into a form that was sent. */
export function replace(to: string): void {
  history.replaceState(null, "", to);
  trail[trail.length - 1] = to;
  hash.value = to;
}

export function back(to: string): void {
  if (trail.at(-2) === to) history.back();
  else go(to);
}
