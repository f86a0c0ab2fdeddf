/** Aligned columns that fit the terminal: the widest column is cut first. */
import { paint, plain } from "./text.ts";

export interface Column<Row> {
  title: string;
  value(row: Row): string | number | undefined;
  right?: boolean;
  colour?(row: Row): Parameters<typeof paint>[0];
  /** For rows that are printed one by one as they come, where later ones are not known. */
  width?: number;
}

const GAP = "  ";
/** Below this a column says nothing any more. */
const NARROWEST = 6;

export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[], empty: string): string {
  if (rows.length === 0) return empty;
  return [heading(columns, rows), ...rows.map((row) => line(columns, row, widths(columns, rows)))].join("\n");
}

export function heading<Row>(columns: readonly Column<Row>[], rows: readonly Row[] = []): string {
  const all = widths(columns, rows);
  const titles = columns.map(({ title, right }, index) => fit(title, all[index] ?? 0, right));
  return paint("dim", titles.join(GAP).trimEnd());
}

export function line<Row>(columns: readonly Column<Row>[], row: Row, all = widths(columns, [])): string {
  const cells = columns.map((column, index) => {
    const text = fit(textOf(column, row), all[index] ?? 0, column.right);
    return paint(column.colour?.(row), text);
  });
  return cells.join(GAP).trimEnd();
}

function textOf<Row>(column: Column<Row>, row: Row): string {
  return plain(String(column.value(row) ?? ""));
}

function widths<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): number[] {
  const wanted = columns.map((column) =>
    Math.max(column.width ?? 0, column.title.length, ...rows.map((row) => lengthOf(textOf(column, row)))),
  );
  const terminal = process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;
  let excess = wanted.reduce((sum, width) => sum + width + GAP.length, -GAP.length) - terminal;
  while (excess > 0) {
    const widest = Math.max(...wanted);
    if (widest <= NARROWEST) break;
    wanted[wanted.lastIndexOf(widest)] = widest - 1;
    excess -= 1;
  }
  return wanted;
}

function fit(text: string, width: number, right = false): string {
  const cut = lengthOf(text) > width ? `${[...text].slice(0, width - 1).join("")}…` : text;
  const filling = " ".repeat(Math.max(width - lengthOf(cut), 0));
  return right ? filling + cut : cut + filling;
}

function lengthOf(text: string): number {
  return [...text].length;
}
