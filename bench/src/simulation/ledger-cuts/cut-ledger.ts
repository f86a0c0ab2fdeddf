/** Cuts the power of a recorded ledger again and again, and opens what is left as the gateway does. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLedger } from "@holdfast/gateway/ledger";
import { Prng } from "../prng.ts";
import { Changes } from "./changes.ts";
import { Disk } from "./disk.ts";
import { compileRecorder, record, type Synchronous } from "./record.ts";
import { FILES, type Step } from "./trace.ts";

export interface CutResult {
  cuts: number;
  /** Cuts after which something acknowledged was missing, or something was there by half. */
  lost: number;
  /** The first of them, to look at. */
  first?: string;
}

export interface CutOptions {
  readonly seed: string;
  readonly cuts: number;
  readonly synchronous?: Synchronous;
}

const CHANGES_A_TRACE = 60;
const CUTS_A_TRACE = 1000;
/** Of the cuts, one in so many goes on with the next change and cuts no more. */
const GO_ON = 8;
const MEMORY = "/dev/shm";

export async function cutLedger({ seed, cuts, synchronous = "FULL" }: CutOptions): Promise<CutResult> {
  const around = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), "holdfast-cuts-"));
  const result: CutResult = { cuts: 0, lost: 0 };
  try {
    const recorder = compileRecorder(around);
    for (let trace = 0; result.cuts < cuts; trace++) {
      const name = `${seed}/${trace}`;
      const steps = await record(recorder, around, name, CHANGES_A_TRACE, synchronous);
      cutTrace(steps, name, Math.min(CUTS_A_TRACE, cuts - result.cuts), join(around, "image"), result);
    }
    return result;
  } finally {
    rmSync(around, { recursive: true, force: true });
  }
}

function cutTrace(steps: Step[], name: string, cuts: number, folder: string, result: CutResult): void {
  const prng = new Prng(`${name}/cuts`);
  const changes = new Changes(name, CHANGES_A_TRACE);
  const moments = Array.from({ length: cuts }, () => prng.between(0, steps.length)).sort((a, b) => a - b);
  const disk = new Disk();
  let taken = 0;
  for (const moment of moments) {
    for (; taken < moment; taken++) disk.take(steps[taken] as Step);
    writeImage(folder, disk.cut(prng));
    const fault = faultOf(folder, changes, disk.acknowledged, prng.below(GO_ON) === 0);
    result.cuts++;
    if (fault === undefined) continue;
    result.lost++;
    result.first ??= `${name}, step ${moment} of ${steps.length}: ${fault}`;
  }
}

function writeImage(folder: string, files: Map<number, Buffer>): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [file, bytes] of files) writeFileSync(join(folder, FILES[file] as string), bytes);
}

/** `goOn`: whether the ledger can be used as well. */
function faultOf(folder: string, changes: Changes, acknowledged: number, goOn: boolean): string | undefined {
  try {
    const ledger = openLedger(folder, 0);
    try {
      const found = ledger.head.sequence;
      // The change under way may have reached the disk before anybody was told.
      if (found < acknowledged) return `${acknowledged} acknowledged, ${found} found`;
      if (found > acknowledged + 1) return `${found} found, ${acknowledged} acknowledged`;
      const fault = changes.fault(ledger, found);
      if (fault !== undefined || !goOn || found >= CHANGES_A_TRACE) return fault;
      changes.carryOut(ledger, found + 1);
      return changes.fault(ledger, found + 1);
    } finally {
      ledger.close();
    }
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    // Nothing was promised yet: the gateway moves such a file away and begins anew.
    if (code === "ledger_damaged" && acknowledged === 0) return undefined;
    return `${code}: ${message}`;
  }
}
