/** The one place that talks to the server. Every call ends: with a value, or with what is wrong. */
import type { PhoneCheck, Problem, Receipt, State, Visit } from "@holdfast/gateway/contract";

export type Trouble = Problem["error"];
export type Answer<T> = { ok: true; value: T } | { ok: false; trouble: Trouble };

const ANSWER_WITHIN = 20_000;

export const NO_ANSWER: Trouble = {
  code: "no_answer",
  message: "The lockers did not answer.",
  hint: "Look at the door, then try again. The same request is never carried out twice.",
  retryable: true,
};

const GARBLED: Trouble = {
  code: "internal",
  message: "Something went wrong.",
  hint: "Try again, or use the keypad at the cabinet.",
  retryable: true,
};

/** Hints that the contract wrote for programs; people read these instead. */
const FOR_PEOPLE: Record<string, Partial<Trouble>> = {
  internal: { hint: GARBLED.hint },
  bad_request: { message: "The page asked in a wrong way.", hint: "Reload the page and try again." },
  not_found: { message: "The page is out of date.", hint: "Reload the page and try again." },
};

function isProblem(data: unknown): data is Problem {
  if (typeof data !== "object" || data === null || !("error" in data)) return false;
  const { error } = data;
  return typeof error === "object" && error !== null && "code" in error && "message" in error;
}

async function call<T>(method: string, path: string, body?: object): Promise<Answer<T>> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_WITHIN),
    });
    text = await response.text();
  } catch {
    return { ok: false, trouble: NO_ANSWER };
  }
  try {
    const data: unknown = JSON.parse(text);
    if (response.ok) return { ok: true, value: data as T };
    if (isProblem(data)) return { ok: false, trouble: { ...data.error, ...FOR_PEOPLE[data.error.code] } };
  } catch {
    // Not JSON: something between page and gateway answered.
  }
  return { ok: false, trouble: GARBLED };
}

const lockerPath = (cabinet: string, locker: number): string => `/cabinets/${cabinet}/lockers/${locker}`;

export const api = {
  live: () => new EventSource("/api/v1/live"),
  state: () => call<State>("GET", "/state"),
  checkPhone: (phone: string) => call<PhoneCheck>("POST", "/phone-checks", { phone }),
  store: (cabinet: string, locker: number, phone: string, requestId: string) =>
    call<Receipt>("POST", `${lockerPath(cabinet, locker)}/store`, { phone, requestId }),
  receipt: (receipt: string) => call<Receipt>("GET", `/receipts/${receipt}`),
  resend: (receipt: string) => call<Receipt>("POST", `/receipts/${receipt}/resend`),
  collect: (cabinet: string, locker: number, phone: string, pin: string, requestId: string) =>
    call<Visit>("POST", `${lockerPath(cabinet, locker)}/collect`, { phone, pin, requestId }),
  finish: (visit: string) => call<{ done: true }>("POST", "/visits/finish", { visit }),
  keep: (visit: string) => call<{ done: true }>("POST", "/visits/keep", { visit }),
};
