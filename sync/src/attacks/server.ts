/** The server around the rows: who is there, what it knows of tables, how it may be changed or held up. */
import type { Attack } from "./attack.ts";

export const SERVER_ATTACKS: readonly Attack[] = [
  {
    name: "tables of mysql",
    statements: () =>
      [
        "user",
        "global_priv",
        "db",
        "proc",
        "procs_priv",
        "tables_priv",
        "general_log",
        "slow_log",
        "innodb_table_stats",
        "innodb_index_stats",
        "table_stats",
        "event",
        "gtid_slave_pos",
      ].map((table) => `SELECT * FROM mysql.${table}`),
  },
  {
    name: "information_schema about tables",
    statements: () => [
      "SELECT * FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'holdfast'",
      "SELECT * FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'holdfast'",
      "SELECT * FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = 'holdfast'",
      "SELECT * FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = 'holdfast'",
      "SHOW TABLE STATUS FROM holdfast",
      "SHOW TABLES FROM holdfast",
      "SHOW OPEN TABLES FROM holdfast",
    ],
  },
  {
    name: "information_schema about InnoDB",
    statements: () =>
      [
        "INNODB_TRX",
        "INNODB_LOCKS",
        "INNODB_LOCK_WAITS",
        "INNODB_SYS_TABLESTATS",
        "INNODB_SYS_TABLES",
        "INNODB_BUFFER_PAGE",
        "INNODB_FT_INDEX_TABLE",
        "INNODB_METRICS",
      ].map((table) => `SELECT * FROM information_schema.${table}`),
  },
  {
    name: "information_schema about routines, triggers, events, views",
    statements: () => [
      "SELECT ROUTINE_NAME, ROUTINE_DEFINITION FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = 'holdfast'",
      "SELECT * FROM information_schema.TRIGGERS",
      "SELECT * FROM information_schema.EVENTS",
      "SELECT * FROM information_schema.VIEWS WHERE TABLE_SCHEMA = 'holdfast'",
      "SHOW CREATE PROCEDURE sync_v1",
      "SHOW CREATE PROCEDURE queue_v1",
      "SHOW PROCEDURE CODE sync_v1",
    ],
  },
  {
    name: "information_schema about accounts",
    statements: () => [
      "SELECT * FROM information_schema.USER_PRIVILEGES",
      "SELECT * FROM information_schema.SCHEMA_PRIVILEGES",
      "SELECT * FROM information_schema.TABLE_PRIVILEGES",
      "SELECT * FROM information_schema.COLUMN_PRIVILEGES",
      "SELECT * FROM information_schema.APPLICABLE_ROLES",
      "SELECT * FROM information_schema.ENABLED_ROLES",
    ],
  },
  {
    name: "statistics of users, clients, tables, indexes",
    statements: () => [
      "SET GLOBAL userstat = 1",
      "SHOW USER_STATISTICS",
      "SHOW CLIENT_STATISTICS",
      "SHOW TABLE_STATISTICS",
      "SHOW INDEX_STATISTICS",
    ],
  },
  {
    name: "performance_schema and sys",
    statements: () => [
      "SELECT * FROM performance_schema.threads",
      "SELECT * FROM performance_schema.events_statements_history",
      "SELECT * FROM performance_schema.accounts",
      "SELECT * FROM sys.session",
    ],
  },
  {
    name: "process list",
    statements: () => [
      "SELECT USER, DB, INFO FROM information_schema.PROCESSLIST",
      "SELECT COUNT(*) FROM information_schema.PROCESSLIST",
    ],
  },
  {
    name: "SHOW GRANTS of others",
    statements: (t) => [
      `SHOW GRANTS FOR '${t.account}'@'%'`,
      "SHOW GRANTS FOR root@localhost",
      "SHOW GRANTS FOR central_admin",
      "SHOW GRANTS FOR 'holdfast_definer'@'localhost'",
      `SHOW CREATE USER '${t.account}'@'%'`,
    ],
  },
  {
    name: "whether an account exists, by error texts",
    statements: (t) => [
      `SHOW GRANTS FOR 'nobody'@'%'`,
      `SET PASSWORD FOR '${t.account}'@'%' = PASSWORD('x')`,
      "SET PASSWORD FOR 'nobody'@'%' = PASSWORD('x')",
      `DROP USER '${t.account}'@'%'`,
      "DROP USER 'nobody'@'%'",
    ],
  },
  {
    name: "whether a table or a procedure exists, by error texts",
    statements: () => [
      "SELECT * FROM no_such_table",
      "CALL no_such_procedure()",
      "SELECT no_such_function()",
      "SELECT * FROM no_such_database.x",
    ],
  },
  {
    name: "engine, binary logs, replication",
    statements: () => [
      "SHOW ENGINE INNODB STATUS",
      "SHOW ENGINE INNODB MUTEX",
      "SHOW BINARY LOGS",
      "SHOW BINLOG EVENTS",
      "SHOW MASTER STATUS",
      "SHOW ALL SLAVES STATUS",
      "BINLOG 'AAAA'",
    ],
  },
  {
    name: "accounts and rights",
    statements: (t) => [
      "CREATE USER x@'%'",
      `GRANT SELECT ON holdfast.* TO '${t.own.account}'@'%'`,
      `GRANT EXECUTE ON PROCEDURE holdfast.sync_v1 TO root@localhost`,
      `ALTER USER '${t.account}'@'%' IDENTIFIED BY 'x'`,
      `RENAME USER '${t.account}'@'%' TO y@'%'`,
      `GRANT PROXY ON '${t.account}'@'%' TO '${t.own.account}'@'%'`,
      "FLUSH PRIVILEGES",
    ],
  },
  {
    name: "roles",
    statements: () => [
      "SET ROLE central_admin",
      "SET ROLE central_reader",
      "GRANT central_admin TO CURRENT_USER()",
      "CREATE ROLE mine",
      "SET DEFAULT ROLE central_admin",
    ],
  },
  {
    name: "KILL of everybody",
    statements: () => [
      ...Array.from({ length: 12 }, (_, at) => `KILL QUERY ${at + 1}`),
      "KILL USER root@localhost",
    ],
  },
  {
    name: "KILL of the victim",
    statements: (t) => [`KILL USER '${t.account}'@'%'`, `KILL CONNECTION USER '${t.account}'`],
  },
  {
    name: "global variables",
    statements: () => [
      "SET GLOBAL read_only = 1",
      "SET GLOBAL max_connections = 1",
      "SET GLOBAL general_log = 1",
      "SET GLOBAL init_connect = 'DROP DATABASE holdfast'",
      "SET GLOBAL sql_mode = ''",
      "SET GLOBAL event_scheduler = OFF",
      "SET PERSIST max_connections = 1",
    ],
  },
  {
    name: "session variables that need a right",
    statements: () => [
      "SET SESSION sql_log_bin = 0",
      "SET SESSION binlog_format = 'STATEMENT'",
      "SET SESSION debug_dbug = 'd'",
      "SET SESSION wsrep_on = 0",
    ],
  },
  {
    name: "FLUSH, RESET, SHUTDOWN",
    statements: () => [
      "FLUSH TABLES WITH READ LOCK",
      "FLUSH TABLES event FOR EXPORT",
      "FLUSH LOGS",
      "RESET MASTER",
      "SHUTDOWN",
      "BACKUP STAGE START",
    ],
  },
  {
    name: "plugins and functions from libraries",
    statements: () => [
      "INSTALL SONAME 'ha_connect'",
      "INSTALL PLUGIN x SONAME 'x.so'",
      "CREATE FUNCTION sys_exec RETURNS INT SONAME 'lib_mysqludf_sys.so'",
    ],
  },
  {
    name: "servers and replication of one's own",
    statements: () => [
      "CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (HOST 'x')",
      "CHANGE MASTER TO MASTER_HOST = 'x'",
      "START SLAVE",
    ],
  },
  {
    name: "scheduled events and procedures of one's own",
    statements: () => [
      "CREATE EVENT e ON SCHEDULE EVERY 1 SECOND DO DELETE FROM event",
      "CREATE PROCEDURE p() SELECT * FROM event",
      "CREATE FUNCTION f() RETURNS INT RETURN 1",
      "ALTER EVENT retention_of_events DISABLE",
      "DROP EVENT retention_of_events",
    ],
  },
  {
    name: "a procedure with another definer",
    statements: () => [
      "CREATE DEFINER = root@localhost PROCEDURE p() SELECT 1",
      "CREATE DEFINER = 'holdfast_definer'@'localhost' PROCEDURE p() SELECT * FROM event",
    ],
  },
  {
    name: "changing sync_v1",
    statements: () => [
      "DROP PROCEDURE sync_v1",
      "ALTER PROCEDURE sync_v1 SQL SECURITY INVOKER",
      "CREATE OR REPLACE PROCEDURE sync_v1(x LONGTEXT) SELECT 1",
    ],
  },
  {
    name: "the parts of sync_v1",
    statements: (t) => [
      `CALL sync_v1_acks(${t.id}, '[{"id":"${t.commandId}","state":"done"}]', NOW())`,
      `CALL sync_v1_commands(${t.id}, NOW(), @x)`,
      "SELECT @x",
      `CALL sync_v1_read(${t.id}, 'event', 1, 0, '', @y)`,
      `CALL sync_v1_locker(${t.id}, 9, 0, 9, '{}', NOW(), @x)`,
      `CALL sync_v1_events(${t.id}, 9, 0, 1, '{}', NOW(), @a, @b, @c)`,
    ],
  },
  {
    name: "the procedures of admins",
    statements: (t) => [
      `CALL queue_release('${t.name}', 'main', 1, 'because', 5)`,
      `CALL queue_v1(NULL, 'open', '${t.name}', 'main', 1, 'because', 5, NULL, NULL)`,
      `CALL queue_open('${t.name}', 'main', 1, 'because', 5, UUID(), '{}', REPEAT('x', 64))`,
      `CALL allow_restore('${t.name}', 60)`,
      "CALL retention_events(1000, 1000)",
      "CALL retention_phones(1000, 1000)",
    ],
  },
  {
    name: "named locks",
    statements: () => [
      "SELECT GET_LOCK('holdfast', 0) AS a, GET_LOCK('holdfast_init', 0) AS b, GET_LOCK('sync', 0) AS c",
      "SELECT RELEASE_ALL_LOCKS() AS r",
    ],
  },
  {
    name: "XA transactions",
    statements: () => [
      "XA RECOVER",
      "XA START 'x'",
      "CALL sync_v1('{}')",
      "XA END 'x'",
      "XA PREPARE 'x'",
      "XA ROLLBACK 'x'",
    ],
  },
];
