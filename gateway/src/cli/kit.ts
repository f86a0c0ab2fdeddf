/** What the programs of holdfast that people type have in common. */
export { askLine } from "./ask-line.ts";
export { EXIT } from "./exit-codes.ts";
export { type ProgressLine, progressLine } from "./progress-line.ts";
export { reportError } from "./report-error.ts";
export { type Column, table } from "./table.ts";
export { duration, localTime, paint, plain } from "./text.ts";
export { UsageError } from "./usage-error.ts";
