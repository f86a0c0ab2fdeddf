/** The address of a route: parameters put in their places, the query behind. */
import type { Route } from "../contract/index.ts";

type Fields = Readonly<Record<string, string | number | undefined>>;

export function pathOf(route: Route, input: { params?: Fields; query?: Fields }): string {
  const path = route.path.replaceAll(/:(\w+)/g, (_all, name: string) =>
    encodeURIComponent(String(input.params?.[name])),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined) query.set(name, String(value));
  }
  return query.size === 0 ? path : `${path}?${query}`;
}
