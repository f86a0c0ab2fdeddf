/**
 * Where the pairing keys of the cabinets are: never in the ledger, a log or a backup.
 *
 * While a cabinet is paired, two keys may be the right one: the controller takes the new key with the first frame under
 * it, and the gateway learns that only from the answer. So the new key is offered first, which keeps it on disk beside
 * the old one, and replaces that when the controller has answered with it.
 */
export interface KeyStore {
  /** 16 bytes; undefined for a cabinet that was not paired. Throws StartupError when the key is there and unusable. */
  get(cabinet: string): Uint8Array | undefined;
  /** Replaces it and ends the offer; it is on disk when this returns. */
  set(cabinet: string, key: Uint8Array): void;
  /** A key that the controller may have taken. */
  offered(cabinet: string): Uint8Array | undefined;
  /** It is on disk when this returns. */
  offer(cabinet: string, key: Uint8Array): void;
  withdraw(cabinet: string): void;
  /** False: the key is given from outside and cannot be replaced. */
  writable(cabinet: string): boolean;
}

/** Keys of a simulation. They live as long as the two maps. */
export function memoryKeys(
  keys = new Map<string, Uint8Array>(),
  offers = new Map<string, Uint8Array>(),
): KeyStore {
  return {
    get: (cabinet) => keys.get(cabinet),
    set(cabinet, key) {
      keys.set(cabinet, key);
      offers.delete(cabinet);
    },
    offered: (cabinet) => offers.get(cabinet),
    offer: (cabinet, key) => void offers.set(cabinet, key),
    withdraw: (cabinet) => void offers.delete(cabinet),
    writable: () => true,
  };
}
