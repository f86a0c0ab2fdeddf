/**
 * Seals what leaves the site with AES-256-GCM: 12 random bytes of nonce, ciphertext, 16 bytes of tag, in hex. What it
 * belongs to is authenticated with it, so that nobody can put one row's phone into another row. Phones can be looked up
 * by an HMAC-SHA-256. Both keys come from the recovery key by HKDF-SHA-256 (RFC 5869).
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { StartupError } from "../startup-error.ts";
import { RECOVERY_KEY_BYTES } from "./recovery-text.ts";

const ALGORITHM = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface Sealer {
  /** Tells recovery keys apart and nothing of them: 16 hex digits. */
  readonly fingerprint: string;
  /** Of canonical digits: the same number gives the same 64 hex digits. */
  indexPhone(phone: string): string;
  /** For the rental with this id of the ledger. */
  sealPhone(rental: number, phone: string): string;
  openPhone(rental: number, sealed: string): string;
  /** The 16 bytes of a controller's slot. */
  sealSlot(cabinet: string, locker: number, record: Uint8Array): string;
  openSlot(cabinet: string, locker: number, sealed: string): Uint8Array;
  /** The text of the configuration file. */
  sealSettings(text: string): string;
  openSettings(sealed: string): string;
}

/** The openers throw StartupError recovery_key_wrong when it was sealed with another key, for another row, or changed. */
export function sealer(recoveryKey: Uint8Array): Sealer {
  if (recoveryKey.length !== RECOVERY_KEY_BYTES)
    throw new RangeError(`a recovery key of ${recoveryKey.length} bytes`);
  const derive = (use: string, length: number) =>
    Buffer.from(hkdfSync("sha256", recoveryKey, "", `holdfast ${use} 1`, length));
  const indexKey = derive("phone index", 32);
  const sealKey = derive("seal", 32);
  const seal = (use: string, plain: Uint8Array) => {
    // Of the system even in a simulation: a nonce that comes twice under one key would give both texts away.
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, sealKey, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(use));
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString("hex");
  };
  const open = (use: string, sealed: string) => {
    const bytes = Buffer.from(sealed, "hex");
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const body = bytes.subarray(NONCE_BYTES, -TAG_BYTES);
    try {
      const cipher = createDecipheriv(ALGORITHM, sealKey, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(use));
      cipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      return Buffer.concat([cipher.update(body), cipher.final()]);
    } catch (cause) {
      throw new StartupError("recovery_key_wrong", `The recovery key does not open the ${use}.`, { cause });
    }
  };
  const phoneOf = (rental: number) => `phone of rental ${rental}`;
  const slotOf = (cabinet: string, locker: number) => `slot of ${cabinet}/${locker}`;
  const SETTINGS = "settings of the site";
  return {
    fingerprint: derive("fingerprint", 8).toString("hex"),
    indexPhone: (phone) => createHmac("sha256", indexKey).update(phone).digest("hex"),
    sealPhone: (rental, phone) => seal(phoneOf(rental), Buffer.from(phone)),
    openPhone: (rental, sealed) => open(phoneOf(rental), sealed).toString(),
    sealSlot: (cabinet, locker, record) => seal(slotOf(cabinet, locker), record),
    openSlot: (cabinet, locker, sealed) => new Uint8Array(open(slotOf(cabinet, locker), sealed)),
    sealSettings: (text) => seal(SETTINGS, Buffer.from(text)),
    openSettings: (sealed) => open(SETTINGS, sealed).toString(),
  };
}
