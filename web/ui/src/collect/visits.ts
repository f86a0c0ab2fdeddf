/** The locker that is open for its owner now. What opened it stays in memory, for a minute or two, to open it again. */
import type { Visit } from "@holdfast/gateway/contract";
import { signal } from "@preact/signals";
import { type Answer, api } from "../api.ts";
import { attempt } from "../attempt.ts";
import { read, write } from "../parts/session.ts";

const KEY = "holdfast.visit";
const REMEMBERED_FOR = 120_000;

export const visit = signal<Visit | undefined>(read<Visit | undefined>(KEY, undefined));

interface Credentials {
  phone: string;
  pin: string;
}
export const credentials = signal<Credentials | undefined>(undefined);
let forgetting: number | undefined;

export function forgetCredentials(): void {
  clearTimeout(forgetting);
  credentials.value = undefined;
}

export function endVisit(): void {
  forgetCredentials();
  visit.value = undefined;
  write(KEY, undefined);
}

export async function openLocker(
  cabinet: string,
  locker: number,
  { phone, pin }: Credentials,
): Promise<Answer<Visit>> {
  const answer = await attempt(["collect", cabinet, locker, phone, pin], (id) =>
    api.collect(cabinet, locker, phone, pin, id),
  );
  if (answer.ok) {
    visit.value = answer.value;
    write(KEY, answer.value);
    credentials.value = { phone, pin };
    clearTimeout(forgetting);
    forgetting = setTimeout(forgetCredentials, REMEMBERED_FOR);
  }
  return answer;
}
