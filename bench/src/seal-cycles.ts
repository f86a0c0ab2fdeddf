/** What AES-128-CCM costs the controller, in CPU cycles of the simulated one. */
import { compile, sourceFiles } from "@holdfast/controller/firmware";
import { VirtualCabinet } from "@holdfast/virtual";

/** Where the bench's program lies, seen from the controller's package. */
const PROGRAM = "../../bench/avr/seal_cycles.c";
const PARTS = ["aes.c", "ccm.c", "crc.c", "seal.c"];
const LONG_ENOUGH_MS = 100;

export interface SealCycles {
  /** For a body of 48 bytes. */
  readonly seal: number;
  readonly open: number;
  /** Both, for a body of six bytes. */
  readonly small: number;
}

export function sealCycles(): SealCycles {
  const sources = sourceFiles(["core"]).filter((name) => PARTS.includes(name.replace("core/", "")));
  const { hex } = compile([...sources, PROGRAM], "build/bench");
  const cabinet = new VirtualCabinet({ hex });
  cabinet.runFor(LONG_ENOUGH_MS);
  const edges = cabinet.lineLog.filter(({ line }) => line === "supply").map(({ cycle }) => cycle);
  const spans = Array.from(
    { length: 4 },
    (_, i) => (edges[2 * i + 1] ?? Number.NaN) - (edges[2 * i] ?? Number.NaN),
  );
  const [seal = Number.NaN, open = Number.NaN, sealSmall = Number.NaN, openSmall = Number.NaN] = spans;
  if (Number.isNaN(openSmall)) throw new Error("the controller did not open what it sealed");
  return { seal, open, small: sealSmall + openSmall };
}
