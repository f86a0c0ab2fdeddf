/** Receipts of this tab: they outlive a reload, hold no PIN and no full phone number, and end with the rental. */
import type { Receipt } from "@holdfast/gateway/contract";
import { signal } from "@preact/signals";
import { type Answer, api } from "../api.ts";
import { read, write } from "../parts/session.ts";

const KEY = "holdfast.receipts";
const MOST = 16;

export const receipts = signal<readonly Receipt[]>(read<Receipt[]>(KEY, []));

/** The receipt whose door this page has opened a moment ago; a reload forgets it. */
export const justStored = signal<string | undefined>(undefined);

const keep = (next: readonly Receipt[]): void => {
  receipts.value = next;
  write(KEY, next);
};

const dropReceipt = (token: string): void => keep(receipts.peek().filter((known) => known.receipt !== token));

export const receiptFor = (cabinet: string, locker: number): Receipt | undefined =>
  receipts.value.find((receipt) => receipt.cabinet === cabinet && receipt.locker === locker);

export const forgetLocker = (cabinet: string, locker: number): void =>
  keep(receipts.peek().filter((known) => known.cabinet !== cabinet || known.locker !== locker));

/** The newest first; one a locker, since a locker has one rental at a time. */
export function addReceipt(receipt: Receipt): void {
  forgetLocker(receipt.cabinet, receipt.locker);
  keep([receipt, ...receipts.peek()].slice(0, MOST));
}

function take(token: string, answer: Answer<Receipt>): Answer<Receipt> {
  if (!answer.ok) {
    if (["no_such_receipt", "rental_over"].includes(answer.trouble.code)) dropReceipt(token);
  } else if (answer.value.rental === "ended") {
    dropReceipt(token);
  } else {
    keep(receipts.peek().map((known) => (known.receipt === token ? answer.value : known)));
  }
  return answer;
}

export const refresh = async (token: string): Promise<Answer<Receipt>> =>
  take(token, await api.receipt(token));
export const resend = async (token: string): Promise<Answer<Receipt>> => take(token, await api.resend(token));

export async function refreshAll(): Promise<void> {
  for (const receipt of receipts.peek()) await refresh(receipt.receipt);
}

const PACE = { queued: { first: 800, most: 8_000 }, failed: { first: 8_000, most: 60_000 } };

/** Asks after a message until it is sent, less and less often. Returns the way to stop. */
export function follow({ receipt: token, message }: Receipt): () => void {
  let timer: number | undefined;
  let stopped = false;
  const pace = message === "sent" ? undefined : PACE[message];
  let delay = pace?.first ?? 0;
  const ask = async () => {
    if (!document.hidden) await refresh(token);
    if (stopped || !pace) return;
    delay = Math.min(delay * 1.6, pace.most);
    timer = setTimeout(ask, delay);
  };
  timer = setTimeout(ask, delay);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
