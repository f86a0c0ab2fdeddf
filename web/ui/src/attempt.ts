/**
 * Request ids. An attempt that may have been carried out is repeated under the same id, so that a lost answer never
 * opens a door twice; as soon as its outcome is known, the next one gets a new id.
 */
let pending: { what: string; id: string } | undefined;

/** crypto.randomUUID is absent on plain-HTTP names of a LAN; RFC 9562, version 4. */
function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export function requestIdFor(...attempt: (string | number)[]): string {
  const what = attempt.join("\n");
  if (pending?.what !== what) pending = { what, id: uuid() };
  return pending.id;
}

export function attemptSettled(): void {
  pending = undefined;
}
