/** Through sync_v1: names and ids of others in every place, and what its answers, counters and traces give away. */
import { EMPTY_HASH } from "../contract/index.ts";
import { FakeLedger, type GatewayLogin } from "../rig/index.ts";
import type { Attack, Target } from "./attack.ts";

const SQL_TEXTS = [
  "' OR '1'='1",
  "'; UPDATE gateway SET account = 'x'; --",
  '" OR ""="',
  "\\'; DROP TABLE event; --",
  "%",
  "\u0000",
  "1 UNION SELECT * FROM event",
  "/*!50000 OR 1=1 */",
];

const idle = (rest: Record<string, unknown> = {}) => ({
  ...new FakeLedger("attacker-ledger").request(0),
  ...rest,
});

/** A request that says in every place that it is the victim's. */
function forged(t: Target) {
  const mine = {
    gateway_id: t.id,
    gateway: t.name,
    account: t.account,
    p_gateway: t.id,
    id: t.id,
    user: t.account,
  };
  const ledger = new FakeLedger("attacker-ledger");
  ledger.append({ ...mine, id: undefined });
  return {
    ...mine,
    ...ledger.request(0),
    events: ledger.events.map((event) => ({ ...mine, ...event, seq: t.seq, epoch: 1 })),
    rows: {
      ...mine,
      after: 0,
      to: 5,
      site: { ...mine, rev: 1, name: "forged", software: "x" },
      cabinets: [{ ...mine, rev: 2, cabinet: "main", name: "forged", link: "up" }],
      lockers: [{ ...mine, ...ledger.locker(1, { state: "forged" }), rev: 3 }],
      rentals: [{ ...mine, ...ledger.rental(1), rev: 4 }],
    },
    acks: [{ ...mine, id: t.commandId, state: "done", gateway_id: t.id }],
  };
}

const call = (request: unknown) =>
  `CALL sync_v1('${JSON.stringify(request).replaceAll("'", "''").replaceAll("\\", "\\\\")}')`;

async function tryLogin(login: GatewayLogin, statement = call(idle())): Promise<unknown> {
  try {
    return await login.query(statement);
  } catch (error) {
    return { errno: (error as { errno?: number }).errno };
  } finally {
    await login.close();
  }
}

export const PROCEDURE_ATTACKS: readonly Attack[] = [
  { name: "the victim's id and name in every object of a request", requests: (t) => [forged(t)] },
  { name: "the same key twice", requests: (t) => [`{"gateway_id":${t.id},${JSON.stringify(idle()).slice(1, -1)},"gateway_id":${t.id},"after":0,"after":${t.seq}}`] },
  { name: "the victim's life", requests: (t) => [idle({ epoch: { counter: 1, id: t.epochId } }), idle({ epoch: { counter: 1, id: t.epochId }, after: t.seq, hash: t.hash })] },
  { name: "a new life after the victim's head", requests: (t) => [idle({ epoch: { counter: 2, id: "attacker-ledger" }, after: t.seq, hash: t.hash })] },
  { name: "looking for the victim's events", requests: (t) => [idle({ find: [[t.seq, t.hash], [1, t.hash], [t.seq, EMPTY_HASH]] })] },
  { name: "a huge epoch and huge revisions", requests: () => [idle({ epoch: { counter: 9_000_000_000_000_000, id: "attacker-ledger" } }), idle({ rows: { after: 0, to: 9_000_000_000_000_000, lockers: [] } })] },
  { name: "acknowledging the victim's command", requests: (t) => ["done", "refused", "expired", "unknown"].map((state) => idle({ acks: [{ id: t.commandId, state, result: "forged" }] })) },
  { name: "acknowledging with patterns and guesses", requests: () => [idle({ acks: ["%", "_", "' OR 1=1 --", null, 0, true, {}, []].map((id) => ({ id, state: "done" })) })] },
  { name: "the victim's rentals and lockers by their ids", requests: () => { const ledger = new FakeLedger("attacker-ledger"); const rentals = [1, 2, 3].map((id) => ledger.rental(id, { ended_at: 1, ended_by: "forged" })); return [idle({ rows: { after: 0, to: 3, rentals } })]; } },
  { name: "removing the victim's cabinet", requests: () => [idle({ rows: { after: 0, to: 1, cabinets: [{ rev: 1, cabinet: "main", name: "x", link: "down", removed: true }] } })] },
  { name: "SQL in every text of an envelope", requests: () => SQL_TEXTS.flatMap((text) => [idle({ hash: text }), idle({ after: text }), idle({ epoch: { counter: 1, id: text } }), idle({ challenge: text }), idle({ schema: text })]) },
  { name: "SQL in every text of an event", requests: () => [idle({ events: SQL_TEXTS.map((text) => ({ at: text, kind: text, hash: text, body: text })) })] },
  { name: "SQL in every text of a row", requests: () => SQL_TEXTS.map((text) => idle({ rows: { after: 0, to: 9, site: { rev: 1, name: text, software: text, settings: text, sealed: text }, cabinets: [{ rev: 2, cabinet: text, name: text, link: text }], lockers: [{ rev: 3, cabinet: text, locker: text, state: text, door: text }], rentals: [{ rev: 4, rental: text, cabinet: text, locker: text, number: text, source: text, ended_by: text }] } })) },
  { name: "SQL as the request", requests: () => SQL_TEXTS },
  { name: "a request of some megabytes, and one nested deep", requests: () => [`{"schema":1,"x":"${"y".repeat(3_000_000)}"}`, `${"[".repeat(10_000)}`] },
  { name: "more or fewer arguments, and those of other types", statements: () => ["CALL sync_v1()", "CALL sync_v1('{}', 1)", "CALL sync_v1(NULL)", "CALL sync_v1(1)", "CALL sync_v1(x'00ff')", "CALL sync_v1(@@version)"] },
  { name: "what errors tell", statements: () => ["CALL sync_v1((SELECT body FROM event LIMIT 1))", "CALL sync_v1(EXTRACTVALUE(1, CONCAT(0x7e, (SELECT body FROM event LIMIT 1))))", "CALL sync_v1('{')", "SHOW WARNINGS", "SHOW ERRORS", "GET DIAGNOSTICS CONDITION 1 @m = MESSAGE_TEXT", "SELECT @m"] },
  { name: "counters of the session after an exchange", statements: () => ["FLUSH STATUS", call(idle()), "SHOW SESSION STATUS LIKE 'Handler%'", "SHOW SESSION STATUS LIKE 'Rows_read'", "SHOW SESSION STATUS LIKE 'Last_query_cost'", "SELECT FOUND_ROWS() AS f, LAST_INSERT_ID() AS l, @@warning_count AS w, @@last_insert_id AS i"] },
  { name: "the optimizer's trace of an exchange", statements: () => ["SET optimizer_trace = 'enabled=on', optimizer_trace_max_mem_size = 10000000", call(idle()), "SELECT QUERY, TRACE FROM information_schema.OPTIMIZER_TRACE"] },
  { name: "the profile of an exchange", statements: () => ["SET profiling = 1", call(idle()), "SHOW PROFILES", "SELECT DISTINCT STATE FROM information_schema.PROFILING ORDER BY 1"].map((sql) => sql.replace("SHOW PROFILES", "SELECT COUNT(*) > 0 AS some FROM information_schema.PROFILING")) },
  { name: "the plan of an exchange", statements: () => ["EXPLAIN CALL sync_v1('{}')", "ANALYZE FORMAT=JSON CALL sync_v1('{}')", "SHOW EXPLAIN FOR 1", "EXPLAIN FOR CONNECTION 1"] },
  { name: "variables that the procedure may see", statements: (t) => ["SET @gateway = 1, @v_gateway = 1, @id = 1", `SET @p_gateway = ${t.id}`, call(idle())] },
  { name: "modes, checks, isolation, clock and charset of the session", statements: () => ["SET sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES,PAD_CHAR_TO_FULL_LENGTH'", "SET unique_checks = 0, foreign_key_checks = 0, sql_safe_updates = 0, sql_select_limit = 1", "SET tx_isolation = 'READ-UNCOMMITTED'", "SET timestamp = 1, insert_id = 1, last_insert_id = 1", "SET character_set_client = latin1, character_set_results = utf8mb3, collation_connection = utf8mb4_general_ci", "SET optimizer_switch = 'derived_merge=off', join_cache_level = 8, group_concat_max_len = 4", call(idle())] },
  { name: "a transaction around exchanges that is left open", statements: () => ["SET autocommit = 0", "START TRANSACTION", call(idle()), "SAVEPOINT s", call(idle()), "ROLLBACK TO s"] },
  { name: "a cursor or a sleep inside of the argument", statements: () => ["CALL sync_v1(SLEEP(0))", "CALL sync_v1((SELECT GROUP_CONCAT(account) FROM gateway))", "CALL sync_v1(BENCHMARK(10, SHA1('x')))"] },
  { name: "names like the victim's, with the own password", run: async (login, t) => { const { password } = login.credentials; const users = [t.account, t.account.toUpperCase(), `${t.account} `, ` ${t.account}`, `${t.account}\u0000`, `${t.account}@%`, `${t.account}@localhost`, `${t.account.slice(0, -1)}_`, "holdfast-%", "%", "", "root", "holdfast_definer", "central_admin", "mysql.sys"]; return Promise.all(users.map((user) => tryLogin(login.as({ user, password })))); } },
  { name: "the victim's name with usual passwords", run: async (login, t) => Promise.all(["", t.account, t.name, "holdfast", "password"].map((password) => tryLogin(login.as({ user: t.account, password })))) },
  { name: "logins that look like the victim's and were let in by somebody", run: async (login, t) => Promise.all(t.twins.map((twin) => tryLogin(login.as(twin)))) },
  { name: "changing the user of a connection", run: async (login, t) => { const connection = await login.connection(); const { password } = login.credentials; return connection.changeUser({ user: t.account, password }).then(() => tryLogin(login), (error: { errno?: number }) => ({ errno: error.errno })); } },
  { name: "without TLS", run: (login) => tryLogin(login.plain()) },
  { name: "more connections than allowed", run: async (login) => { const logins = Array.from({ length: 8 }, () => login.as(login.credentials)); const results = await Promise.allSettled(logins.map((one) => one.query("SELECT 1"))); for (const one of logins) await one.close(); return results.filter(({ status }) => status === "rejected").length > 0; } },
  { name: "a changed own password opens nothing else", statements: (t) => [`SET PASSWORD FOR '${t.account}'@'%' = PASSWORD('x')`, "SHOW GRANTS"] },
]; // biome-ignore format: a table
