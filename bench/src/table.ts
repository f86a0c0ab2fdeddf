import type { Figure } from "./figure.ts";

/** A line for people. */
export function tableRow(figure: Figure): string {
  const physical =
    figure.physical === undefined
      ? ""
      : `  (physical ${figure.physical} ${figure.unit}: ${figure.physical_of})`;
  const columns = [
    figure.ok ? "ok  " : "MISS",
    figure.name.padEnd(28),
    `${figure.value} ${figure.unit}`.padStart(16),
    `limit ${figure.limit} ${figure.unit}`.padStart(22),
  ];
  return columns.join(" ") + physical;
}
