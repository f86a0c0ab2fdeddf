/** Other gateways' rows, without the procedure. */
import { TABLES } from "../central/index.ts";
import type { Attack } from "./attack.ts";

const VIEWS = [
  "site_overview",
  "open_rentals",
  "overdue",
  "denied_attempts",
  "door_faults",
  "stale_gateways",
];

export const TABLE_ATTACKS: readonly Attack[] = [
  { name: "SELECT from every table", statements: () => TABLES.map((table) => `SELECT * FROM ${table}`) },
  { name: "SELECT from every view", statements: () => VIEWS.map((view) => `SELECT * FROM ${view}`) },
  {
    name: "SELECT of a constant where a row exists",
    statements: (t) => [`SELECT 1 FROM event WHERE gateway_id = ${t.id}`],
  },
  {
    name: "COUNT of rows",
    statements: () => TABLES.map((table) => `SELECT COUNT(*) FROM holdfast.${table}`),
  },
  {
    name: "subquery in SET and DO",
    statements: () => ["SET @x = (SELECT MAX(body) FROM event)", "DO (SELECT 1 FROM event)"],
  },
  { name: "HANDLER", statements: () => ["HANDLER event OPEN", "HANDLER event READ FIRST"] },
  {
    name: "TABLE SHOW, DESCRIBE, EXPLAIN",
    statements: () => [
      "SHOW COLUMNS FROM event",
      "DESCRIBE rental",
      "EXPLAIN SELECT * FROM event",
      "SHOW CREATE TABLE gateway",
      "SHOW INDEX FROM event",
    ],
  },
  {
    name: "CHECKSUM, CHECK, ANALYZE",
    statements: () => ["CHECKSUM TABLE event", "CHECK TABLE event", "ANALYZE TABLE event"],
  },
  {
    name: "INSERT",
    statements: (t) => [
      `INSERT INTO event VALUES (${t.id}, 1, 999, NOW(), NOW(), 'x', NULL, '', '{}', NULL)`,
    ],
  },
  {
    name: "INSERT .. ON DUPLICATE KEY UPDATE",
    statements: (t) => [
      `INSERT INTO locker (gateway_id, cabinet, locker) VALUES (${t.id}, 'main', 1) ON DUPLICATE KEY UPDATE state = 'free'`,
    ],
  },
  {
    name: "REPLACE",
    statements: (t) => [`REPLACE INTO locker (gateway_id, cabinet, locker) VALUES (${t.id}, 'main', 1)`],
  },
  { name: "INSERT IGNORE .. SELECT", statements: () => ["INSERT IGNORE INTO event SELECT * FROM event"] },
  {
    name: "UPDATE",
    statements: (t) => [
      `UPDATE gateway SET account = '${t.own.account}' WHERE id = ${t.id}`,
      "UPDATE event SET body = ''",
    ],
  },
  {
    name: "UPDATE over a join",
    statements: (t) => [
      `UPDATE command AS c JOIN gateway AS g ON g.id = c.gateway_id SET c.gateway_id = ${t.own.id}`,
    ],
  },
  {
    name: "DELETE and TRUNCATE",
    statements: () => ["DELETE FROM event", "TRUNCATE TABLE event", "DELETE e FROM event AS e"],
  },
  {
    name: "DROP and ALTER",
    statements: () => [
      "DROP TABLE event",
      "ALTER TABLE event DROP PRIMARY KEY",
      "RENAME TABLE event TO mine",
      "DROP DATABASE holdfast",
      "DROP VIEW overdue",
    ],
  },
  { name: "LOCK TABLES", statements: () => ["LOCK TABLES event WRITE", "LOCK TABLES gateway READ"] },
  {
    name: "SELECT .. FOR UPDATE",
    statements: () => [
      "START TRANSACTION",
      "SELECT * FROM gateway FOR UPDATE",
      "SELECT * FROM gateway LOCK IN SHARE MODE",
    ],
  },
  {
    name: "LOAD DATA LOCAL into a table",
    statements: () => [
      "LOAD DATA LOCAL INFILE '/etc/hostname' INTO TABLE event",
      "LOAD DATA INFILE '/etc/hostname' INTO TABLE event",
    ],
  },
  {
    name: "SELECT INTO OUTFILE and DUMPFILE",
    statements: () => [
      "SELECT * FROM event INTO OUTFILE '/tmp/holdfast-stolen'",
      "SELECT 1 INTO DUMPFILE '/tmp/holdfast-stolen'",
    ],
  },
  {
    name: "LOAD_FILE of the server's files",
    statements: () => [
      "SELECT LOAD_FILE(CONCAT(@@datadir, 'holdfast/event.ibd')) AS f, LOAD_FILE('/etc/passwd') AS p",
    ],
  },
  {
    name: "temporary tables that hide ours",
    statements: () => [
      "CREATE TEMPORARY TABLE gateway (id INT)",
      "CREATE TEMPORARY TABLE test.gateway (id INT)",
      "CREATE TEMPORARY TABLE mysql.gateway (id INT)",
    ],
  },
  {
    name: "triggers",
    statements: () => ["CREATE TRIGGER t BEFORE INSERT ON event FOR EACH ROW SET NEW.body = 'x'"],
  },
  {
    name: "a view over a table",
    statements: () => [
      "CREATE VIEW mine AS SELECT * FROM event",
      "CREATE SQL SECURITY DEFINER VIEW mine AS SELECT * FROM event",
    ],
  },
  {
    name: "a table of another engine over the file",
    statements: () => [
      "CREATE TABLE mine (a INT) ENGINE = CONNECT",
      "CREATE TABLE mine (a INT) ENGINE = FEDERATED",
      "CREATE DATABASE mine",
    ],
  },
  {
    name: "prepared statements and compound statements",
    statements: () => [
      "PREPARE s FROM 'SELECT * FROM event'",
      "EXECUTE IMMEDIATE 'SELECT * FROM event'",
      "BEGIN NOT ATOMIC SELECT * FROM event; END",
    ],
  },
  { name: "several statements in one", statements: () => ["SELECT 1; SELECT * FROM holdfast.event"] },
];
