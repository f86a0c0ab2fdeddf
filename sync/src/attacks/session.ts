/** Around an exchange: what a session may set, and what counters, errors and traces give away. */
import type { Attack } from "./attack.ts";
import { call, idle } from "./calls.ts";

export const SESSION_ATTACKS: readonly Attack[] = [
  {
    name: "more or fewer arguments, and those of other types",
    statements: () => [
      "CALL sync_v1()",
      "CALL sync_v1('{}', 1)",
      "CALL sync_v1(NULL)",
      "CALL sync_v1(1)",
      "CALL sync_v1(x'00ff')",
      "CALL sync_v1(@@version)",
    ],
  },
  {
    name: "what errors tell",
    statements: () => [
      "CALL sync_v1((SELECT body FROM event LIMIT 1))",
      "CALL sync_v1(EXTRACTVALUE(1, CONCAT(0x7e, (SELECT body FROM event LIMIT 1))))",
      "CALL sync_v1('{')",
      "SHOW WARNINGS",
      "SHOW ERRORS",
      "GET DIAGNOSTICS CONDITION 1 @m = MESSAGE_TEXT",
      "SELECT @m",
    ],
  },
  {
    name: "counters of the session after an exchange",
    statements: () => [
      "FLUSH STATUS",
      call(idle()),
      "SHOW SESSION STATUS LIKE 'Handler%'",
      "SHOW SESSION STATUS LIKE 'Rows_read'",
      "SHOW SESSION STATUS LIKE 'Last_query_cost'",
      "SELECT FOUND_ROWS() AS f, LAST_INSERT_ID() AS l, @@warning_count AS w, @@last_insert_id AS i",
    ],
  },
  {
    name: "the optimizer's trace of an exchange",
    statements: () => [
      "SET optimizer_trace = 'enabled=on', optimizer_trace_max_mem_size = 10000000",
      call(idle()),
      "SELECT QUERY, TRACE FROM information_schema.OPTIMIZER_TRACE",
    ],
  },
  {
    name: "the profile of an exchange",
    statements: () => [
      "SET profiling = 1",
      call(idle()),
      "SELECT DISTINCT STATE FROM information_schema.PROFILING ORDER BY 1",
    ],
  },
  {
    name: "the plan of an exchange",
    statements: () => [
      "EXPLAIN CALL sync_v1('{}')",
      "ANALYZE FORMAT=JSON CALL sync_v1('{}')",
      "SHOW EXPLAIN FOR 1",
      "EXPLAIN FOR CONNECTION 1",
    ],
  },
  {
    name: "variables that the procedure may see",
    statements: (t) => [
      "SET @gateway = 1, @v_gateway = 1, @id = 1",
      `SET @p_gateway = ${t.id}`,
      call(idle()),
    ],
  },
  {
    name: "modes, checks, isolation, clock and charset of the session",
    statements: () => [
      "SET sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES,PAD_CHAR_TO_FULL_LENGTH'",
      "SET unique_checks = 0, foreign_key_checks = 0, sql_safe_updates = 0, sql_select_limit = 1",
      "SET tx_isolation = 'READ-UNCOMMITTED'",
      "SET timestamp = 1, insert_id = 1, last_insert_id = 1",
      "SET character_set_client = latin1, character_set_results = utf8mb3, collation_connection = utf8mb4_general_ci",
      "SET optimizer_switch = 'derived_merge=off', join_cache_level = 8, group_concat_max_len = 4",
      call(idle()),
    ],
  },
  {
    name: "a transaction around exchanges that is left open",
    statements: () => [
      "SET autocommit = 0",
      "START TRANSACTION",
      call(idle()),
      "SAVEPOINT s",
      call(idle()),
      "ROLLBACK TO s",
    ],
  },
  {
    name: "a cursor or a sleep inside of the argument",
    statements: () => [
      "CALL sync_v1(SLEEP(0))",
      "CALL sync_v1((SELECT GROUP_CONCAT(account) FROM gateway))",
      "CALL sync_v1(BENCHMARK(10, SHA1('x')))",
    ],
  },
];
