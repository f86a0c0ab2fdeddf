import { expect, it } from "vitest";
import { readMigrations, splitStatements } from "../../src/central/migrations.ts";

it("splits as the mysql client does", () => {
  const text = `-- a comment;
CREATE TABLE a (
  -- inside;
  x INT
);
DELIMITER //
CREATE PROCEDURE p() BEGIN
  SELECT 1;
END //
DELIMITER ;
SELECT 2;
`;
  expect(splitStatements(text)).toEqual([
    "CREATE TABLE a (\n  -- inside;\n  x INT\n)",
    "CREATE PROCEDURE p() BEGIN\n  SELECT 1;\nEND",
    "SELECT 2",
  ]);
});

it("refuses a statement without an end", () => {
  expect(() => splitStatements("SELECT 1;\nSELECT 2")).toThrow("no end of statement: SELECT 2");
});

it("reads ours, numbered without a gap, and each may run twice", () => {
  const migrations = readMigrations();
  expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
  for (const statement of migrations.flatMap(({ statements }) => statements)) {
    expect(statement.slice(0, 40)).toMatch(
      /^(CREATE (TABLE|USER|ROLE) IF NOT EXISTS|CREATE OR REPLACE DEFINER|DROP (PROCEDURE|EVENT) IF EXISTS|CREATE DEFINER|GRANT|INSERT INTO rule)/,
    );
  }
});

it("gives every table of gateways a primary key that begins with the gateway, and no other unique key", () => {
  const tables = readMigrations()
    .flatMap(({ statements }) => statements)
    .filter((statement) => /^CREATE TABLE .* (?!gateway|rule)\w+ \($/m.test(statement.split("\n")[0] ?? ""));
  expect(tables.length).toBeGreaterThanOrEqual(8);
  for (const table of tables) {
    expect(table).toMatch(/PRIMARY KEY \(gateway_id|gateway_id INT UNSIGNED NOT NULL PRIMARY KEY/);
    expect(table).not.toContain("UNIQUE");
    expect(table).toContain("utf8mb4_bin");
  }
});
