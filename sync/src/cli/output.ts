/** How the commands speak; the command line that they are registered with gives it. */
export interface Output {
  /** One JSON document for programs, else what `forPeople` makes of it. */
  print<Data>(data: Data, forPeople: (data: Data) => string): void;
  /** Rows of one kind, as a table or as JSON. */
  printRows<Row extends object>(
    rows: readonly Row[],
    columns: readonly (keyof Row & string)[],
    empty: string,
  ): void;
  /** How far long work is: replaces what it said before. For people only. */
  progress(text: string): void;
}
