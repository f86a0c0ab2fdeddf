/**
 * A recovery key as people write it down: 13 groups of 4 symbols of Crockford's base 32
 * (https://www.crockford.com/base32.html) and its check symbol, which finds each wrong symbol and each two that were
 * swapped.
 */
import { StartupError } from "../startup-error.ts";

export const RECOVERY_KEY_BYTES = 32;
const SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHECK_SYMBOLS = `${SYMBOLS}*~$=U`;
/** 256 bits are 51 symbols and a bit: four zeros fill the last one. */
const SYMBOL_COUNT = 52;
const FILL_BITS = 4n;
const GROUP = 4;

/** 14 groups; the last one is the check symbol alone. */
export function showRecoveryText(key: Uint8Array): string[] {
  if (key.length !== RECOVERY_KEY_BYTES) throw new RangeError(`a recovery key of ${key.length} bytes`);
  let rest = BigInt(`0x${Buffer.from(key).toString("hex")}`) << FILL_BITS;
  const check = symbolAt(CHECK_SYMBOLS, rest % BigInt(CHECK_SYMBOLS.length));
  let text = "";
  for (let i = 0; i < SYMBOL_COUNT; i++) {
    text = symbolAt(SYMBOLS, rest & 31n) + text;
    rest >>= 5n;
  }
  const groups = Array.from({ length: SYMBOL_COUNT / GROUP }, (_, index) =>
    text.slice(index * GROUP, (index + 1) * GROUP),
  );
  return [...groups, check];
}

/** As it was typed: small letters, spaces and hyphens do not matter, I and L are 1, O is 0. Throws StartupError. */
export function readRecoveryText(typed: string): Uint8Array {
  const text = typed.toUpperCase().replaceAll(/[\s-]/g, "");
  if (text.length !== SYMBOL_COUNT + 1) {
    throw mistyped(`It has ${text.length} symbols, and not ${SYMBOL_COUNT + 1}.`);
  }
  const check = text.charAt(SYMBOL_COUNT);
  const symbols = text.slice(0, SYMBOL_COUNT).replaceAll(/[IL]/g, "1").replaceAll("O", "0");
  let value = 0n;
  for (const [index, symbol] of [...symbols].entries()) {
    const digit = SYMBOLS.indexOf(symbol);
    // The place and not the symbol, which is a part of a secret.
    if (digit < 0) throw mistyped(`Group ${Math.floor(index / GROUP) + 1} has a symbol that is never used.`);
    value = (value << 5n) | BigInt(digit);
  }
  const wanted = symbolAt(CHECK_SYMBOLS, value % BigInt(CHECK_SYMBOLS.length));
  if (wanted !== check || value % (1n << FILL_BITS) !== 0n) throw mistyped("Its check symbol does not fit.");
  const hex = (value >> FILL_BITS).toString(16).padStart(2 * RECOVERY_KEY_BYTES, "0");
  return new Uint8Array(Buffer.from(hex, "hex"));
}

function symbolAt(symbols: string, digit: bigint): string {
  return symbols.charAt(Number(digit));
}

function mistyped(why: string): StartupError {
  return new StartupError("recovery_key_mistyped", `This is no recovery key. ${why}`);
}
