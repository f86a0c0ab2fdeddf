/**
 * Request ids. An attempt that may have been carried out is repeated under the same id, so that a lost answer never
 * opens a door twice; as soon as its outcome is known, the next one gets a new id.
 */
import type { Answer } from "./api.ts";

let pending: { what: string; id: string; unknown: number } | undefined;

/** crypto.randomUUID is absent on plain-HTTP names of a LAN; RFC 9562, version 4. */
function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Answers that leave open whether the door opened. */
const UNKNOWN = ["no_answer", "result_unknown", "internal", "gateway_unreachable"];

/**
 * A gateway that answers twice that it does not know has nothing more to say of this id. By then the person has been
 * asked to look at the door, and a new attempt moves nothing that is not free or theirs.
 */
function goesOn<T>(answer: Answer<T>): boolean {
  if (answer.ok || !pending || !UNKNOWN.includes(answer.trouble.code)) return false;
  if (answer.trouble.code !== "no_answer") pending.unknown += 1;
  return pending.unknown < 2;
}

export async function attempt<T>(
  what: (string | number)[],
  request: (requestId: string) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const key = what.join("\n");
  if (pending?.what !== key) pending = { what: key, id: uuid(), unknown: 0 };
  const answer = await request(pending.id);
  if (!goesOn(answer)) pending = undefined;
  return answer;
}
