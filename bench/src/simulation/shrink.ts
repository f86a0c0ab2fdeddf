/** Shortens a failing history: delta debugging (Zeller, Hildebrandt 2002) over the steps of its plan. */

/** The shortest list it finds of which `fails` still holds, in at most `budget` tries. */
export async function shrink<T>(
  steps: readonly T[],
  fails: (steps: readonly T[]) => Promise<boolean>,
  budget = 400,
): Promise<readonly T[]> {
  let left = budget;
  let shortest = steps;
  let parts = 2;
  while (shortest.length > 1 && left > 0) {
    const size = Math.ceil(shortest.length / parts);
    let shorter: readonly T[] | undefined;
    for (let from = 0; from < shortest.length && left > 0; from += size) {
      const rest = [...shortest.slice(0, from), ...shortest.slice(from + size)];
      left--;
      if (await fails(rest)) {
        shorter = rest;
        break;
      }
    }
    if (shorter) {
      shortest = shorter;
      parts = Math.max(2, parts - 1);
    } else if (size === 1) break;
    else parts = Math.min(shortest.length, parts * 2);
  }
  return shortest;
}
