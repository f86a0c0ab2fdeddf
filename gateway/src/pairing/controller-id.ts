/** Numbers of controllers: four random bytes, told at pairing. */
import type { Random } from "../random.ts";

const LENGTH = 4;

/** A controller that was never paired to the end has the number FFFFFFFF (PROTOCOL.md, "Pairing"). */
export function hasNumber(controllerId: Uint8Array): boolean {
  return controllerId.some((byte) => byte !== 0xff);
}

export function newControllerId(random: Random): Uint8Array {
  for (;;) {
    const id = random.bytes(LENGTH);
    if (hasNumber(id)) return id;
  }
}
