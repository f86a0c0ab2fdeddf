/** One of the processes that share the work: SEED CUTS. Its result goes to its parent. */
import { cutLedger } from "./cut-ledger.ts";

const [seed = "", cuts = "0"] = process.argv.slice(2);
process.send?.(await cutLedger({ seed, cuts: Number(cuts) }));
process.disconnect?.();
