/** The one error class of work on the central database: a stable code, a hint for a person, and whether waiting helps. */

/** What a program ends with, from sysexits.h where that has a word for it; 1 by default. */
const EXIT = { usage: 2, unreachable: 3, damaged: 65, again: 75, forbidden: 77, setup: 78 } as const;

const ERRORS = {
  unreachable: {
    retryable: true,
    exitCode: EXIT.unreachable,
    hint: "Check host, port, firewall, and that the server runs.",
  },
  tls: {
    retryable: false,
    exitCode: EXIT.forbidden,
    hint: "Give the name that is in the server's certificate, the file of its CA, and look at the date.",
  },
  login_refused: {
    retryable: false,
    exitCode: EXIT.forbidden,
    hint: "Check user and password, and from which hosts this user may come.",
  },
  too_many_connections: {
    retryable: true,
    exitCode: EXIT.again,
    hint: "Wait, or raise max_connections or the account's limit.",
  },
  not_allowed: {
    retryable: false,
    exitCode: EXIT.forbidden,
    hint: "Use an account that may create databases, users, roles and procedures.",
  },
  timeout: {
    retryable: true,
    exitCode: EXIT.again,
    hint: "The server is busy, or another statement holds the lock.",
  },
  server_busy: { retryable: true, exitCode: EXIT.again, hint: "Run it again." },
  server_too_old: {
    retryable: false,
    exitCode: EXIT.setup,
    hint: "Central needs MariaDB 10.11 or MySQL 8.0.21, or later ones.",
  },
  bad_database_name: {
    retryable: false,
    exitCode: EXIT.usage,
    hint: "Use small letters and digits, as holdfast; names with test are open.",
  },
  anonymous_account: {
    retryable: false,
    exitCode: EXIT.forbidden,
    hint: "Drop accounts and rights of '' and PUBLIC: DROP USER ''@'host'.",
  },
  not_initialised: { retryable: false, exitCode: EXIT.setup, hint: "Run holdfast central init." },
  schema_newer: {
    retryable: false,
    exitCode: EXIT.setup,
    hint: "Update holdfast on this machine: central is of a later release.",
  },
  bad_name: {
    retryable: false,
    exitCode: EXIT.usage,
    hint: "Use 1 to 23 small letters, digits and hyphens, a letter first.",
  },
  bad_phone: {
    retryable: false,
    exitCode: EXIT.usage,
    hint: "Type it with its country, as +41 79 123 45 67.",
  },
  bad_option: { retryable: false, exitCode: EXIT.usage, hint: "See holdfast central --help." },
  gateway_exists: { retryable: false, hint: "Choose another name, or rotate for a new password." },
  no_such_gateway: { retryable: false, hint: "holdfast central status lists them." },
  no_such_locker: { retryable: false, hint: "The gateway has told of no such cabinet and locker." },
  reason_missing: { retryable: false, exitCode: EXIT.usage, hint: "Say why in 3 to 200 characters." },
  bad_label: {
    retryable: false,
    exitCode: EXIT.usage,
    hint: 'Give --label TEXT: at most 20 characters on one line, or "".',
  },
  bad_expiry: { retryable: false, exitCode: EXIT.usage, hint: "Give 1 to 43200 minutes." },
  not_signed: {
    retryable: false,
    hint: "Opening needs a key that the gateway pinned: holdfast central key.",
  },
  queue_full: { retryable: true, hint: "Wait until the gateway has fetched its commands." },
  chain_broken: {
    retryable: false,
    exitCode: EXIT.damaged,
    hint: "Somebody changed central's rows: compare with the gateway's own ledger.",
  },
  restore_not_allowed: {
    retryable: false,
    exitCode: EXIT.forbidden,
    hint: "A central admin allows it for an hour: holdfast central allow-restore NAME.",
  },
  copy_moved: {
    retryable: false,
    exitCode: EXIT.again,
    hint: "Is the lost computer still running? holdfast central rotate NAME, then --finish; then run it again.",
  },
  nothing_copied: {
    retryable: false,
    hint: "Is this the right login? A gateway that never reached central cannot be built again from there.",
  },
  sites_differ: {
    retryable: false,
    hint: "The cabinet is right. See what happened at this site, and who may write to central.",
  },
  statement_failed: { retryable: false, hint: "The message of the server tells more." },
} as const satisfies Record<string, Description>;

interface Description {
  readonly retryable: boolean;
  readonly exitCode?: number;
  readonly hint: string;
}

export type CentralErrorCode = keyof typeof ERRORS;

export class CentralError extends Error {
  readonly code: CentralErrorCode;

  constructor(code: CentralErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "CentralError";
    this.code = code;
  }

  get hint(): string {
    return ERRORS[this.code].hint;
  }

  get exitCode(): number {
    const description: Description = ERRORS[this.code];
    return description.exitCode ?? 1;
  }

  get retryable(): boolean {
    return ERRORS[this.code].retryable;
  }
}

interface DriverError {
  readonly code?: string;
  readonly errno?: number;
  readonly sqlMessage?: string;
  readonly message: string;
}

const BY_ERRNO: Record<number, CentralErrorCode> = {
  1040: "too_many_connections",
  1203: "too_many_connections",
  1226: "too_many_connections",
  1044: "not_allowed",
  1142: "not_allowed",
  1143: "not_allowed",
  1227: "not_allowed",
  1370: "not_allowed",
  1045: "login_refused",
  1049: "not_initialised",
  1146: "not_initialised",
  1205: "server_busy",
  1213: "server_busy",
  1047: "server_busy",
};

/** What the driver or the server said, as an error for a person. `secrets` are cut out of its text. */
export function centralError(cause: unknown, secrets: readonly string[] = []): CentralError {
  if (cause instanceof CentralError) return cause;
  const error = cause as DriverError;
  let message = error.sqlMessage ?? error.message ?? String(cause);
  for (const secret of secrets) if (secret !== "") message = message.replaceAll(secret, "***");
  // Of the procedures that queue: "code: text".
  const told = error.errno === 1644 ? /^([a-z_]+): (.*)$/s.exec(message) : null;
  if (told?.[1] !== undefined && told[1] in ERRORS) {
    return new CentralError(told[1] as CentralErrorCode, told[2] ?? message);
  }
  return new CentralError(codeOf(error), message);
}

function codeOf(error: DriverError): CentralErrorCode {
  if (error.errno !== undefined && error.errno in BY_ERRNO) return BY_ERRNO[error.errno] as CentralErrorCode;
  const code = error.code ?? "";
  if (code === "PROTOCOL_SEQUENCE_TIMEOUT" || code === "ETIMEDOUT") return "timeout";
  if (/^(ERR_TLS|HANDSHAKE|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_SSL)/.test(code)) return "tls";
  if (/^(E[A-Z]+|PROTOCOL_CONNECTION_LOST)$/.test(code)) return "unreachable";
  return "statement_failed";
}
