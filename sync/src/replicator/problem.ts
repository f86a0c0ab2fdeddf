/** Why an exchange did not come about: a stable code, what helps, and what a person can do. */

/**
 * `again`: the same call once more. `other_host`: this connection is of no use. `smaller`: something in the request is not
 * taken. `wait`: later. `person`: nothing changes by itself.
 */
export type Cure = "again" | "other_host" | "smaller" | "wait" | "person";

interface ProblemDescription {
  readonly cure: Cure;
  readonly message: string;
  readonly hint: string;
}

export const PROBLEMS = {
  server_busy: {
    cure: "again",
    message: "The database had to give up the exchange because of others.",
    hint: "Nothing to do when it happens now and then. Let all gateways write to one node of a cluster.",
  },
  being_updated: {
    cure: "again",
    message: "The procedure sync_v1 is missing, or this login may not call it.",
    hint: "Run holdfast central init, and holdfast central add-gateway NAME where the login was removed.",
  },
  unreachable: {
    cure: "other_host",
    message: "The database cannot be reached.",
    hint: "Check sync.hosts, the network, the firewall, and that the server runs.",
  },
  connection_lost: {
    cure: "other_host",
    message: "The connection to the database broke.",
    hint: "Nothing to do when it happens now and then; else look at the network and the server's log.",
  },
  timeout: {
    cure: "other_host",
    message: "The database did not answer in time.",
    hint: "Look at the server's load; raise sync.query_timeout, or lower sync.batch on a slow line.",
  },
  node_not_ready: {
    cure: "other_host",
    message: "The cluster's node takes no statements: it has lost the others, or is starting.",
    hint: "Look at wsrep_cluster_status of the nodes.",
  },
  read_only: {
    cure: "other_host",
    message: "The database server is read-only.",
    hint: "Put the server that may be written first in sync.hosts, or switch read_only off.",
  },
  shutting_down: {
    cure: "other_host",
    message: "The database server is ending, or ended the exchange.",
    hint: "Wait until it runs again.",
  },
  too_many_connections: {
    cure: "other_host",
    message: "The database server has no connection left.",
    hint: "Raise max_connections, or use pool-of-threads: see sync/README.md.",
  },
  server_full: {
    cure: "other_host",
    message: "The database server has no room left.",
    hint: "Give it more disk, or shorten the retention: UPDATE rule SET value = 60 WHERE name = 'event_days'.",
  },
  server_error: {
    cure: "other_host",
    message: "The database answered with an error.",
    hint: "Look up its number in the server's manual, and in the server's log at this time.",
  },
  not_taken: {
    cure: "smaller",
    message: "Central does not take what was sent.",
    hint: "Update the gateway or central: they disagree about what is valid.",
  },
  login_refused: {
    cure: "person",
    message: "The database refused the login.",
    hint: "Check sync.user and the password file; holdfast central rotate NAME makes a new password.",
  },
  login_in_use: {
    cure: "person",
    message: "This login has used up its connections.",
    hint: "See whether another gateway uses the same login; connections that are gone are freed in a while.",
  },
  not_initialised: {
    cure: "person",
    message: "There is no central database with this name.",
    hint: "Check sync.database, or run holdfast central init.",
  },
  secret_unreadable: {
    cure: "person",
    message: "The password or the certificate of the authority cannot be read.",
    hint: "Check sync.password_file and sync.ca, and who may read them.",
  },
  certificate_expired: {
    cure: "person",
    message: "The certificate of the database server has expired.",
    hint: "Renew it; if it is valid, set the clock of this computer.",
  },
  certificate_not_yet_valid: {
    cure: "other_host",
    message: "The certificate of the database server is not valid yet.",
    hint: "Set the clock of this computer: it is probably behind.",
  },
  certificate_untrusted: {
    cure: "person",
    message: "The certificate of the database server is not signed by a known authority.",
    hint: "Name the file of its authority with sync.ca.",
  },
  certificate_name: {
    cure: "person",
    message: "The certificate of the database server names another host.",
    hint: "Use the name in the certificate in sync.hosts, or give it as sync.server_name for an address.",
  },
  no_tls: {
    cure: "person",
    message: "The database server offers no TLS that we accept.",
    hint: "Give the server a certificate, and TLS 1.2 or later.",
  },
  no_central: {
    cure: "person",
    message: "What answers is no central of holdfast.",
    hint: "Check sync.hosts and sync.database; run holdfast central init.",
  },
  unknown_gateway: {
    cure: "person",
    message: "This login belongs to no gateway.",
    hint: "Run holdfast central add-gateway NAME, and use the login that it shows.",
  },
  wrong_schema: {
    cure: "person",
    message: "Central does not speak the language of this gateway.",
    hint: "Update the gateway, or run holdfast central init with the newer release.",
  },
  schema_too_old: {
    cure: "person",
    message: "Central is older than this gateway needs.",
    hint: "Run holdfast central init with the newer release.",
  },
  login_used_twice: {
    cure: "person",
    message: "Another gateway, or a copy of this one, syncs with the same login.",
    hint: "Switch one of them off, or give each its own login: holdfast central add-gateway NAME.",
  },
  gateway_away: {
    cure: "wait",
    message: "The gateway does not answer.",
    hint: "Look at holdfast status and the gateway's log.",
  },
  gateway_refused: {
    cure: "wait",
    message: "The gateway refused what sync asked of it.",
    hint: "Gateway and sync are probably of different releases: restart both.",
  },
  no_common_place: {
    cure: "wait",
    message: "The position in central was not found again in several tries.",
    hint: "Look at holdfast central verify-chain NAME.",
  },
} as const satisfies Record<string, ProblemDescription>;
export type ProblemCode = keyof typeof PROBLEMS;

interface Course {
  readonly cure?: Cure;
  /** Milliseconds after which a host may be tried again; 0: at once. */
  readonly retryAfter?: number;
}

export class SyncProblem extends Error {
  readonly code: ProblemCode;
  readonly cure: Cure;
  readonly retryAfter: number | undefined;
  readonly #detail: string;

  constructor(code: ProblemCode, detail = "", { cure, retryAfter }: Course = {}) {
    super(detail === "" ? PROBLEMS[code].message : `${PROBLEMS[code].message} ${detail}`);
    this.name = "SyncProblem";
    this.code = code;
    this.cure = cure ?? PROBLEMS[code].cure;
    this.retryAfter = retryAfter;
    this.#detail = detail;
  }

  get hint(): string {
    return PROBLEMS[this.code].hint;
  }

  /** The same one, to be met in another way. */
  met(course: Course): SyncProblem {
    return new SyncProblem(this.code, this.#detail, { cure: this.cure, ...course });
  }
}
