/** Relay boards of a controller: PCF8574 from this I2C address on, eight lockers each. */
const FIRST_ADDRESS = 0x20;
const LOCKERS_EACH = 8;

/** What is wrong with those that so many lockers need; undefined where all answer. `ok`: bit n for the n-th. */
export function silentBoards(lockers: number, ok: number): string | undefined {
  const boards = Array.from({ length: Math.ceil(lockers / LOCKERS_EACH) }, (_, index) => index);
  const silent = boards.filter((index) => ((ok >> index) & 1) === 0);
  if (silent.length === 0) return undefined;
  const addresses = silent.map((index) => `0x${(FIRST_ADDRESS + index).toString(16)}`).join(", ");
  return silent.length === 1
    ? `the relay board at ${addresses} does not answer`
    : `the relay boards at ${addresses} do not answer`;
}
