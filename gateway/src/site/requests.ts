/**
 * Requests that are carried out once. A receipt's token comes from the client's request id, so the same request gives
 * the same receipt, also after a restart; the ledger keeps only hashes of both.
 */
import { createHash } from "node:crypto";

export interface Request {
  /** What the ledger knows it by: SHA-256 of the receipt's token. */
  readonly key: Uint8Array;
  /** What was asked for; the same id with something else is a mistake. */
  readonly fingerprint: Uint8Array;
  readonly receipt: string;
}

function sha256(...parts: readonly string[]): Uint8Array {
  return new Uint8Array(createHash("sha256").update(parts.join("\n")).digest());
}

const TOKEN_BYTES = 16;

export function receiptKey(token: string): Uint8Array {
  return sha256(token);
}

export function requestOf(requestId: string, ...asked: readonly string[]): Request {
  const id = requestId.toLowerCase();
  const receipt = Buffer.from(sha256("receipt", id).subarray(0, TOKEN_BYTES)).toString("base64url");
  return { key: receiptKey(receipt), fingerprint: sha256(id, ...asked), receipt };
}

/** The same work for everybody who asks while it runs. */
export class Once<T> {
  readonly #running = new Map<string, Promise<T>>();

  run(key: string, work: () => Promise<T>): Promise<T> {
    const running = this.#running.get(key);
    if (running) return running;
    const started = work().finally(() => this.#running.delete(key));
    this.#running.set(key, started);
    return started;
  }
}
