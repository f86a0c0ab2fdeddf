/**
 * `npm run simulate`: everything. `-- --seeds N [--from N] [--days D]`: histories of so many seeds. `-- --seed S`: tells
 * one history, the shortest that fails. `-- --mutants`, `-- --campaigns` (power cuts, flipped bits, frames, the ledger's
 * writes), `-- --fuzz [--seconds S]` (how to run libFuzzer for longer), `--table` for people. Prints one JSON object a line;
 * progress and failing histories go to stderr. Exits with 1 when a promise is not kept.
 */
import { parseArgs } from "node:util";
import type { Figure } from "../figure.ts";
import { tableRow } from "../table.ts";
import { mutantFigures, seedFigures } from "./figures.ts";
import { ledgerCuts } from "./ledger-cuts.ts";
import { fuzzCommands, nativeFigures } from "./native.ts";
import { tell } from "./tell.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string" },
    from: { type: "string", default: "1" },
    seed: { type: "string" },
    days: { type: "string" },
    campaigns: { type: "boolean" },
    fuzz: { type: "boolean" },
    seconds: { type: "string", default: "600" },
    mutants: { type: "boolean" },
    table: { type: "boolean" },
  },
});

const SEEDS = 2000;
const LEDGER_CUTS = 100_000;

function show(figure: Figure): void {
  console.log(values.table ? tableRow(figure) : JSON.stringify(figure));
  if (!figure.ok) process.exitCode = 1;
}

const days = values.days === undefined ? {} : { days: Number(values.days) };
const everything = values.seeds === undefined && !values.mutants && !values.campaigns;

async function* wanted(): AsyncIterable<Figure> {
  if (everything || values.seeds !== undefined)
    yield* seedFigures({ count: Number(values.seeds ?? SEEDS), from: Number(values.from), ...days });
  if (everything || values.mutants) yield* mutantFigures();
  if (!everything && !values.campaigns) return;
  yield* nativeFigures();
  yield* ledgerCuts({ cuts: LEDGER_CUTS, seed: "1" });
}

if (values.fuzz) {
  for (const command of await fuzzCommands(Number(values.seconds))) console.log(command);
} else if (values.seed !== undefined) {
  if (!(await tell(values.seed, days))) process.exitCode = 1;
} else {
  for await (const figure of wanted()) show(figure);
}
