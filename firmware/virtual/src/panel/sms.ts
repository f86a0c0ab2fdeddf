import { randomUUID } from "node:crypto";

/** What an SMS service in the field does on good and on bad days. */
export const SMS_MODES = ["works", "refuses", "hangs"] as const;
export type SmsMode = (typeof SMS_MODES)[number];

export interface Sms {
  readonly id: string;
  readonly to: string;
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const KEPT = 50;
const TO_LIMIT = 40;
const TEXT_LIMIT = 1000;
/** As long as a hanging service keeps a request, and as many. */
const HANG_MS = 60_000;
const HANGING_LIMIT = 100;

export interface SmsAnswer {
  readonly status: number;
  readonly body: { readonly id: string } | { readonly code: string; readonly message: string };
}

/** The virtual phone and the SMS service before it. */
export class SmsService {
  readonly messages: Sms[] = [];
  mode: SmsMode = "works";
  private readonly hanging = new Set<() => void>();
  private readonly now: () => number;

  constructor(now: () => number = Date.now) {
    this.now = now;
  }

  /** Resolves with the answer, or with undefined when the service hung until it gave up. */
  async receive(message: unknown): Promise<SmsAnswer | undefined> {
    if (!isMessage(message))
      return answer(
        400,
        "bad_message",
        'Send {"to": "+41791234567", "text": "..."}, each of reasonable length.',
      );
    if (this.mode === "hangs") {
      await this.hang();
      return undefined;
    }
    if (this.mode === "refuses") return answer(503, "refused", "The virtual SMS service was told to refuse.");
    const sms = { id: randomUUID(), to: message.to, text: message.text, at: this.now() };
    this.messages.push(sms);
    if (this.messages.length > KEPT) this.messages.shift();
    return { status: 200, body: { id: sms.id } };
  }

  /** Changing the mode ends what hangs: the far side sees a broken connection. */
  setMode(mode: SmsMode): void {
    this.mode = mode;
    this.letGo();
  }

  clear(): void {
    this.messages.length = 0;
  }

  letGo(): void {
    for (const release of [...this.hanging]) release();
  }

  private hang(): Promise<void> {
    if (this.hanging.size >= HANGING_LIMIT) return Promise.resolve();
    return new Promise((resolve) => {
      const release = (): void => {
        clearTimeout(timer);
        this.hanging.delete(release);
        resolve();
      };
      const timer = setTimeout(release, HANG_MS);
      this.hanging.add(release);
    });
  }
}

function answer(status: number, code: string, message: string): SmsAnswer {
  return { status, body: { code, message } };
}

function isMessage(value: unknown): value is { to: string; text: string } {
  if (typeof value !== "object" || value === null || !("to" in value) || !("text" in value)) return false;
  const { to, text } = value;
  if (typeof to !== "string" || typeof text !== "string") return false;
  return to.length > 0 && to.length <= TO_LIMIT && text.length > 0 && text.length <= TEXT_LIMIT;
}
