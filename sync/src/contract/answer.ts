/** What sync_v1 answers: one row with the one column `answer`, a JSON object. */
import { z } from "zod";

export const Command = z.object({
  /** A UUID. The same one comes again until it is acknowledged; a gateway carries it out once. */
  id: z.string(),
  /** Its order among the commands of this gateway; they come in no order. */
  place: z.int(),
  kind: z.string(),
  cabinet: z.string(),
  locker: z.int(),
  reason: z.string(),
  /** The central admin's login. */
  who: z.string(),
  /** From now on, on a monotonic clock. 0: do not begin it, only say what became of it. */
  ttl_ms: z.int(),
  /** The signed text and its Ed25519 signature in hex, of `open` only. */
  payload: z.string().nullable(),
  signature: z.string().nullable(),
});
export type Command = z.infer<typeof Command>;

/** Every code that an answer has, whether the same request may succeed later, and what it means for a gateway. */
export const ANSWER_CODES = {
  ok: {
    retryable: false,
    hint: "Compare last_hash with your own event at last_seq before you count it as kept.",
  },
  gap: { retryable: true, hint: "Central has less than `after`: send from last_seq on." },
  rows_gap: {
    retryable: true,
    hint: "Central has less than `rows.after`: send all rows above last_rev (a new life: 0).",
  },
  fork: {
    retryable: false,
    hint: "Central has another event there: look for the last common one and begin a new life.",
  },
  stale_epoch: {
    retryable: false,
    hint: "A later life of this ledger has been here. Stop: two gateways use one login.",
  },
  base_unknown: {
    retryable: false,
    hint: "Look for a common event with `find`, or begin at 0, or unproven.",
  },
  restore_not_allowed: {
    retryable: false,
    hint: "A central admin must allow it first: holdfast central allow-restore NAME.",
  },
  wrong_schema: {
    retryable: false,
    hint: "sync_v1 speaks schema 1 only: update the gateway or call its own procedure.",
  },
  schema_too_old: { retryable: false, hint: "Run holdfast central init with the newer release." },
  unknown_gateway: { retryable: false, hint: "This login is no gateway: holdfast central add-gateway NAME." },
  bad_json: { retryable: false, hint: "Halve the batch to find what is no JSON for this server." },
  bad_request: { retryable: false, hint: "Compare the request with sync/src/contract." },
  too_large: { retryable: false, hint: "Send fewer events at once." },
} as const;

export type AnswerCode = keyof typeof ANSWER_CODES;

export const SyncAnswer = z.object({
  code: z.enum(Object.keys(ANSWER_CODES) as [AnswerCode, ...AnswerCode[]]),
  epoch: z.int().nullable(),
  /** How far central's copy has come. All null for unknown_gateway. */
  last_seq: z.int().nullable(),
  last_hash: z.string().nullable(),
  last_rev: z.int().nullable(),
  /** Grows when something was put aside. */
  dead: z.int().nullable(),
  found: z.int().nullable(),
  /** UTC, ISO 8601. For showing only. */
  server_time: z.string(),
  /** The migration that central has. */
  schema: z.int(),
  commands: z.array(Command),
  /** Rows that were asked for with `read`, in no order; an empty page is the last one. */
  read: z.array(z.record(z.string(), z.unknown())).optional(),
});
export type SyncAnswer = z.infer<typeof SyncAnswer>;

/** Reads the text of the answer. Throws a ZodError when this is no answer of sync_v1. */
export function decodeAnswer(text: string): SyncAnswer {
  const answer = SyncAnswer.parse(JSON.parse(text));
  answer.commands.sort((a, b) => a.place - b.place);
  return answer;
}
