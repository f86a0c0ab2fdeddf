/** How the commands speak: tables and words for people, one JSON document for programs. */
import { type Column, plain, progressLine, table } from "@holdfast/gateway/cli-kit";

export interface Output {
  /** One JSON document for programs, else what `forPeople` makes of it. */
  print<Data>(data: Data, forPeople: (data: Data) => string): void;
  /** Rows of one kind, as a table or as JSON. */
  printRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], empty: string): void;
  /** How far long work is: replaces what it said before. For people only. */
  progress(text: string): void;
}

/** On stdout, and progress on stderr where that is a terminal. */
export function terminalOutput(json: () => boolean): Output {
  const line = progressLine();
  const print: Output["print"] = (data, forPeople) => {
    line.clear();
    process.stdout.write(`${json() ? JSON.stringify(data, null, 2) : forPeople(data)}\n`);
  };
  return {
    print,
    printRows: (rows, columns, empty) => print(rows, () => table(columns, rows, empty)),
    progress: (text) => {
      if (!json()) line.show(text);
    },
  };
}

type Keys<Row> = readonly (keyof Row & string)[];

/** Columns that show what is there as it is. */
export function columnsOf<Row>(keys: Keys<Row>, right: Keys<Row> = []): Column<Row>[] {
  return keys.map((key) => ({
    title: key.toUpperCase().replaceAll("_", " "),
    right: right.includes(key),
    value: (row) => {
      const value = row[key];
      return value === null || value === undefined ? undefined : plain(String(value));
    },
  }));
}
