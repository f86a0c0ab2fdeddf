import type { Figure } from "./figure.ts";

/** A line for people. */
export function tableRow(figure: Figure): string {
  const floor =
    figure.floor === undefined ? "" : `  (floor ${figure.floor} ${figure.unit}: ${figure.floor_of})`;
  const columns = [
    figure.ok ? "ok  " : "MISS",
    figure.name.padEnd(28),
    `${figure.value} ${figure.unit}`.padStart(16),
    `limit ${figure.limit} ${figure.unit}`.padStart(22),
  ];
  return columns.join(" ") + floor;
}
