/**
 * `npm run simulate`: everything. `-- --seeds N [--seed S] [--days D]`: histories of so many seeds, from S on.
 * `-- --seed S`: tells one history, the shortest that fails. `-- --mutants`, `-- --campaigns` (power cuts, flipped bits,
 * frames, the ledger's writes), `-- --fuzz [--seconds S]` (how to run libFuzzer for longer), `--table` for people.
 * `-- --sync [--seed S]`: real processes and a real cluster of databases that are killed and put back to backups.
 * Prints one JSON object a line; progress and failing histories go to stderr. Exits with 1 when a promise is not kept,
 * with 2 for an option that makes no sense.
 */
import { parseArgs } from "node:util";
import type { Figure } from "../figure.ts";
import { tableRow } from "../table.ts";
import { mutantFigures, seedFigures } from "./figures.ts";
import { ledgerCuts } from "./ledger-cuts.ts";
import { fuzzCommands, nativeFigures } from "./native.ts";
import { syncFigures } from "./sync/figures.ts";
import { tell } from "./tell.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string" },
    seed: { type: "string" },
    days: { type: "string" },
    campaigns: { type: "boolean" },
    fuzz: { type: "boolean" },
    seconds: { type: "string", default: "600" },
    mutants: { type: "boolean" },
    sync: { type: "boolean" },
    table: { type: "boolean" },
  },
});

const SEEDS = "2000";
const LEDGER_CUTS = 100_000;

function show(figure: Figure): void {
  console.log(values.table ? tableRow(figure) : JSON.stringify(figure));
  if (!figure.ok) process.exitCode = 1;
}

function number(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  console.error(`--${name} ${text}: give a whole number above 0.`);
  process.exit(2);
}

const days = values.days === undefined ? {} : { days: number("days", values.days) };
const seed = number("seed", values.seed ?? "1");
const count = number("seeds", values.seeds ?? SEEDS);
const everything = values.seeds === undefined && !values.mutants && !values.campaigns;

async function* wanted(): AsyncIterable<Figure> {
  if (everything || values.seeds !== undefined) yield* seedFigures({ count, from: seed, ...days });
  if (everything || values.mutants) yield* mutantFigures();
  if (!everything && !values.campaigns) return;
  yield* nativeFigures();
  yield* ledgerCuts({ cuts: LEDGER_CUTS, seed: "1" });
}

if (values.fuzz) {
  for (const command of await fuzzCommands(number("seconds", values.seconds))) console.log(command);
} else if (values.sync) {
  for await (const figure of syncFigures(String(seed))) show(figure);
} else if (values.seed !== undefined && values.seeds === undefined) {
  if (!(await tell(String(seed), days))) process.exitCode = 1;
} else {
  for await (const figure of wanted()) show(figure);
}
