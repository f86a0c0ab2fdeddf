/**
 * A disk that promises no more than POSIX: what was written since the last sync of a file may be there or not, in any
 * order and in parts of a sector's size; a file that was made or removed since the last sync of its folder may be back.
 */
import type { Prng } from "../prng.ts";
import type { Step } from "./trace.ts";

export const SECTOR_BYTES = 512;

type Change = Extract<Step, { kind: "write" | "truncate" }>;

/** What a file is apart from its name. */
interface Content {
  synced: Buffer;
  length: number;
  pending: Change[];
}

/** A name that was given or taken away since the last sync of the folder. */
interface Naming {
  readonly file: number;
  readonly content: Content | undefined;
}

/** How much of what was not synced survives a power cut. */
interface Survival {
  /** Only the first so many changes of each file. */
  readonly first: number;
  /** Of those, each sector with this probability. */
  readonly sector: number;
}

export class Disk {
  readonly #names = new Map<number, Content>();
  readonly #syncedNames = new Map<number, Content>();
  #namings: Naming[] = [];
  acknowledged = 0;

  take(step: Step): void {
    switch (step.kind) {
      case "write":
      case "truncate":
        this.#content(step.file).pending.push(step);
        break;
      case "sync": {
        const content = this.#content(step.file);
        for (const change of content.pending) apply(content, change, () => true);
        content.pending = [];
        break;
      }
      case "unlink":
        this.#name(step.file, undefined);
        break;
      case "sync_folder":
        for (const { file, content } of this.#namings) setName(this.#syncedNames, file, content);
        this.#namings = [];
        break;
      case "acknowledge":
        this.acknowledged = step.changes;
    }
  }

  /** The files as one of the many power cuts at this moment leaves them. */
  cut(prng: Prng): Map<number, Buffer> {
    const names = new Map(this.#syncedNames);
    for (const { file, content } of this.#namings.slice(0, prng.between(0, this.#namings.length))) {
      setName(names, file, content);
    }
    const files = new Map<number, Buffer>();
    for (const [file, content] of names) files.set(file, survive(content, survivalOf(prng, content), prng));
    return files;
  }

  #content(file: number): Content {
    const known = this.#names.get(file);
    if (known) return known;
    const made: Content = { synced: Buffer.alloc(0), length: 0, pending: [] };
    this.#name(file, made);
    return made;
  }

  #name(file: number, content: Content | undefined): void {
    setName(this.#names, file, content);
    this.#namings.push({ file, content });
  }
}

function setName(names: Map<number, Content>, file: number, content: Content | undefined): void {
  if (content) names.set(file, content);
  else names.delete(file);
}

function survivalOf(prng: Prng, { pending }: Content): Survival {
  const first = prng.chance(0.5) ? pending.length : prng.between(0, pending.length);
  return { first, sector: prng.pick([0, 1, 1, 0.9, 0.5, 0.1]) };
}

function survive(content: Content, { first, sector }: Survival, prng: Prng): Buffer {
  const copy = { synced: Buffer.from(content.synced), length: content.length, pending: [] };
  for (const change of content.pending.slice(0, first)) apply(copy, change, () => prng.chance(sector));
  return copy.synced.subarray(0, copy.length);
}

/** Writes what survives of a change; a hole that is left reads as zeros. */
function apply(content: Content, change: Change, survives: () => boolean): void {
  if (change.kind === "truncate") {
    if (survives()) resize(content, change.length);
    return;
  }
  const { offset, bytes } = change;
  for (let from = 0; from < bytes.length; ) {
    const position = offset + from;
    const to = Math.min(bytes.length, from + SECTOR_BYTES - (position % SECTOR_BYTES));
    if (survives()) {
      if (offset + to > content.length) resize(content, offset + to);
      bytes.copy(content.synced, position, from, to);
    }
    from = to;
  }
}

function resize(content: Content, length: number): void {
  if (length > content.synced.length) {
    const larger = Buffer.alloc(Math.max(length, 2 * content.synced.length));
    content.synced.copy(larger, 0, 0, content.length);
    content.synced = larger;
  } else if (length < content.length) content.synced.fill(0, length, content.length);
  content.length = length;
}
