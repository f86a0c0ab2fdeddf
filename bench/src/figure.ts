/** One measured figure: printed as one JSON object a line, or as a row of a table. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** The promise. */
  limit: number;
  ok: boolean;
  /** What physics alone would take, in the same unit, where that says something. */
  physical?: number;
  physical_of?: string;
}

interface Bound {
  atMost?: number;
  atLeast?: number;
  /** At most this far from `limit`. */
  around?: { limit: number; by: number };
}

function rounded(value: number): number {
  return Number(value.toPrecision(5));
}

/** Makes a figure and decides whether it keeps its promise. */
export function figure(
  name: string,
  value: number,
  unit: string,
  bound: Bound,
  physical?: { value: number; of: string },
): Figure {
  const { atMost, atLeast, around } = bound;
  const ok =
    (atMost === undefined || value <= atMost) &&
    (atLeast === undefined || value >= atLeast) &&
    (around === undefined || Math.abs(value - around.limit) <= around.by);
  const limit = atMost ?? atLeast ?? around?.limit ?? Number.NaN;
  return {
    name,
    value: rounded(value),
    unit,
    limit,
    ok,
    ...(physical === undefined ? {} : { physical: rounded(physical.value), physical_of: physical.of }),
  };
}
