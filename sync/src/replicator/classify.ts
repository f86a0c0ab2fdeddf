/** What an error of the driver, of the server, of TLS or of central's answer means for us. */
import type { AnswerCode } from "../contract/index.ts";
import { type ProblemCode, SyncProblem } from "./problem.ts";

/** Numbers of MySQL 8 and MariaDB 10.11. */
const BY_NUMBER: Readonly<Record<number, ProblemCode>> = {
  // Deadlock, lock wait, certification of a group.
  1213: "server_busy",
  1205: "server_busy",
  3101: "server_busy",
  // No such procedure, no right to call it.
  1305: "being_updated",
  1370: "being_updated",
  1047: "node_not_ready",
  1180: "node_not_ready",
  1290: "read_only",
  1792: "read_only",
  1836: "read_only",
  1053: "shutting_down",
  1317: "shutting_down",
  1927: "shutting_down",
  1969: "timeout",
  3024: "timeout",
  1040: "too_many_connections",
  1021: "server_full",
  1026: "server_full",
  1114: "server_full",
  1048: "not_taken",
  1153: "not_taken",
  1366: "not_taken",
  1406: "not_taken",
  1044: "login_refused",
  1045: "login_refused",
  1129: "login_refused",
  1130: "login_refused",
  1142: "login_refused",
  1251: "login_refused",
  1524: "login_refused",
  1698: "login_refused",
  1820: "login_refused",
  1862: "login_refused",
  3118: "login_refused",
  3159: "login_refused",
  4151: "login_refused",
  1203: "login_in_use",
  1226: "login_in_use",
  1049: "not_initialised",
};

/** Of Node. */
const BY_CODE: Readonly<Record<string, ProblemCode>> = {
  HANDSHAKE_NO_SSL_SUPPORT: "no_tls",
  ETIMEDOUT: "timeout",
  PROTOCOL_CONNECTION_LOST: "connection_lost",
  ECONNRESET: "connection_lost",
  EPIPE: "connection_lost",
};

/** mysql2 puts this in the place of the code that Node and OpenSSL gave, so that only their words are left. */
const TLS_FAILED = "HANDSHAKE_SSL_ERROR";
const BY_WORDS: readonly [RegExp, ProblemCode][] = [
  [/certificate has expired/, "certificate_expired"],
  [/not yet valid/, "certificate_not_yet_valid"],
  [/altnames|does not match/, "certificate_name"],
  [/self.signed|unable to (get|verify)|signature|untrusted|invalid CA/i, "certificate_untrusted"],
  [/protocol|wrong version|no shared cipher/, "no_tls"],
];

interface DriverError {
  readonly code?: unknown;
  readonly errno?: unknown;
  readonly sqlState?: unknown;
  readonly message?: unknown;
}

/** The server's own text is left out: it may quote what was sent. */
export function classify(cause: unknown): SyncProblem {
  if (cause instanceof SyncProblem) return cause;
  const { code, errno, sqlState, message } = cause as DriverError;
  // Node has errno too, below zero.
  if (typeof errno === "number" && errno > 0) {
    return new SyncProblem(byNumber(errno, String(sqlState ?? "")), `(error ${errno})`);
  }
  const name = String(code ?? "");
  const known = BY_CODE[name];
  if (known !== undefined) return new SyncProblem(known);
  if (name === TLS_FAILED) {
    const [, told] = BY_WORDS.find(([words]) => words.test(String(message))) ?? [];
    return new SyncProblem(told ?? "connection_lost");
  }
  return new SyncProblem("unreachable", /^[A-Z_0-9]+$/.test(name) ? `(${name})` : "");
}

function byNumber(errno: number, state: string): ProblemCode {
  const known = BY_NUMBER[errno];
  if (known !== undefined) return known;
  // SQLSTATE class 22: data exception.
  return state.startsWith("22") ? "not_taken" : "server_error";
}

/** Codes of answers that no other request helps against; undefined for those that say where to go on. */
export function classifyAnswer(code: AnswerCode): SyncProblem | undefined {
  switch (code) {
    case "wrong_schema":
    case "schema_too_old":
    case "unknown_gateway":
      return new SyncProblem(code);
    case "bad_json":
    case "bad_request":
    case "too_large":
      return new SyncProblem("not_taken", `(${code})`);
    default:
      return undefined;
  }
}
