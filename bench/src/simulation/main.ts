/**
 * `npm run simulate -- [--seeds N] [--from N] [--seed S] [--days D] [--mutants] [--table]`. Prints one JSON object a line, or a table;
 * progress and failing histories go to stderr. Exits with 1 when a promise is not kept.
 */
import { parseArgs } from "node:util";
import type { Figure } from "../figure.ts";
import { tableRow } from "../table.ts";
import { mutantFigures, seedFigures } from "./figures.ts";
import { tell } from "./tell.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string" },
    from: { type: "string", default: "1" },
    seed: { type: "string" },
    days: { type: "string" },
    mutants: { type: "boolean" },
    table: { type: "boolean" },
  },
});

function show(figure: Figure): void {
  console.log(values.table ? tableRow(figure) : JSON.stringify(figure));
  if (!figure.ok) process.exitCode = 1;
}

const days = values.days === undefined ? {} : { days: Number(values.days) };
if (values.seed !== undefined) {
  if (!(await tell(values.seed, days))) process.exitCode = 1;
} else if (values.mutants) {
  for await (const figure of mutantFigures()) show(figure);
} else {
  const count = Number(values.seeds ?? 2000);
  for await (const figure of seedFigures({ count, from: Number(values.from), ...days })) show(figure);
}
