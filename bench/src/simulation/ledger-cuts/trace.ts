/** What record-writes.c wrote down: every step that a process took on the files of a ledger, in order. */
export const FILES = ["ledger.db", "ledger.db-wal", "ledger.db-journal"] as const;

export type Step =
  | { readonly kind: "write"; readonly file: number; readonly offset: number; readonly bytes: Buffer }
  | { readonly kind: "truncate"; readonly file: number; readonly length: number }
  | { readonly kind: "sync" | "unlink"; readonly file: number }
  | { readonly kind: "sync_folder" }
  /** So many changes are acknowledged. */
  | { readonly kind: "acknowledge"; readonly changes: number };

const HEAD_BYTES = 14;

export function readTrace(trace: Buffer): Step[] {
  const steps: Step[] = [];
  for (let at = 0; at < trace.length; ) {
    const [operation, file] = [trace.readUInt8(at), trace.readUInt8(at + 1)];
    const [length, offset] = [trace.readUInt32LE(at + 2), Number(trace.readBigUInt64LE(at + 6))];
    at += HEAD_BYTES;
    const bytes = trace.subarray(at, at + length);
    at += length;
    steps.push(stepOf(operation, file, offset, bytes));
  }
  return steps;
}

function stepOf(operation: number, file: number, offset: number, bytes: Buffer): Step {
  switch (operation) {
    case 1:
      return { kind: "write", file, offset, bytes };
    case 2:
      return { kind: "truncate", file, length: offset };
    case 3:
      return { kind: "sync", file };
    case 4:
      return { kind: "unlink", file };
    case 5:
      return { kind: "sync_folder" };
    case 6:
      return { kind: "acknowledge", changes: Number(bytes.toString()) };
    default:
      throw new Error(`no such step: ${operation}`);
  }
}
