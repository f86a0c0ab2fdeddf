/** Where the pairing keys of the cabinets are: never in the ledger, a log or a backup. */
export interface KeyStore {
  /** 16 bytes; undefined for a cabinet that was not paired. Throws StartupError when the key is there and unusable. */
  get(cabinet: string): Uint8Array | undefined;
  /** Replaces it; it is on disk when this returns. */
  set(cabinet: string, key: Uint8Array): void;
}

/** Keys of a simulation. */
export function memoryKeys(keys = new Map<string, Uint8Array>()): KeyStore {
  return { get: (cabinet) => keys.get(cabinet), set: (cabinet, key) => void keys.set(cabinet, key) };
}
