/** Where random values come from: the CSPRNG of node:crypto, or a script in tests. */
import { randomBytes, randomInt } from "node:crypto";

export interface Random {
  bytes(length: number): Uint8Array;
  /** A uniform integer from 0 to `below` - 1. */
  below(below: number): number;
}

export const systemRandom: Random = {
  bytes: (length) => new Uint8Array(randomBytes(length)),
  below: (below) => randomInt(below),
};
