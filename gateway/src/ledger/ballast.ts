/**
 * A file that only takes up room. A full disk also refuses to delete rows and to move the log into the database; when
 * that happens this file is removed, and what is needed for collecting goes on in its place.
 */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, statfsSync, statSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Random, systemRandom } from "../random.ts";

/**
 * A full log of 4,000 pages holds some 900 changes, which make the database larger by 600 KB when they move there, and
 * that has to succeed before the log can be used again from its start.
 */
export const BALLAST_BYTES = 2 ** 20;
/** Made again only when so much stays free, so that it does not come and go. */
const SPARE_BYTES = 4 * 2 ** 20;

export class Ballast {
  readonly #file: string;
  readonly #random: Random;
  /** `again`: it was gone already, and there is still no room. */
  onDropped: (again: boolean) => void = () => {};
  #there: boolean;

  constructor(folder: string, random: Random = systemRandom) {
    this.#file = join(folder, "ballast");
    this.#random = random;
    this.#there = statSync(this.#file, { throwIfNoEntry: false })?.size === BALLAST_BYTES;
  }

  /** False: the disk is full or nearly so. */
  get there(): boolean {
    return this.#there;
  }

  /** Makes it where there is room; false where there is none. */
  fill(): boolean {
    if (this.#there) return true;
    const part = `${this.#file}.part`;
    try {
      const { bavail, bsize } = statfsSync(dirname(this.#file));
      if (bavail * bsize < BALLAST_BYTES + SPARE_BYTES) return false;
      const file = openSync(part, "w", 0o600);
      try {
        // Random, because some file systems give zeros no room.
        writeSync(file, this.#random.bytes(BALLAST_BYTES));
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(part, this.#file);
      this.#there = statSync(this.#file).size === BALLAST_BYTES;
    } catch {
      rmSync(part, { force: true });
    }
    return this.#there;
  }

  /** Gives its room to whoever writes next. */
  drop(): void {
    const again = !this.#there;
    this.#there = false;
    rmSync(this.#file, { force: true });
    this.onDropped(again);
  }
}
