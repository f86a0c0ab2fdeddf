/** The numbered SQL files of sync/central/migrations. Never change one that was released: add the next one. */
import { readdirSync, readFileSync } from "node:fs";

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly statements: readonly string[];
}

const FOLDER = new URL("../../central/migrations/", import.meta.url);

export function readMigrations(folder: URL = FOLDER): Migration[] {
  const files = readdirSync(folder)
    .filter((name) => /^\d{3}-[a-z0-9-]+\.sql$/.test(name))
    .sort();
  return files.map((file, index) => {
    const version = Number(file.slice(0, 3));
    if (version !== index + 1) throw new Error(`${file} is not migration ${index + 1}`);
    const text = readFileSync(new URL(file, folder), "utf8");
    return { version, name: file.slice(4, -4), statements: splitStatements(text) };
  });
}

/** As the mysql client splits: a statement ends where a line ends with the delimiter, which DELIMITER changes. */
export function splitStatements(text: string): string[] {
  const statements: string[] = [];
  let delimiter = ";";
  let lines: string[] = [];
  for (const line of text.split("\n")) {
    const change = /^DELIMITER\s+(\S+)\s*$/i.exec(line);
    if (change?.[1] !== undefined) {
      delimiter = change[1];
      continue;
    }
    const blank = line.trim() === "" || line.trimStart().startsWith("--");
    if (lines.length === 0 && blank) continue;
    const trimmed = line.trimEnd();
    // A comment's line may end with the delimiter and ends nothing.
    if (blank || !trimmed.endsWith(delimiter)) {
      lines.push(line);
      continue;
    }
    lines.push(trimmed.slice(0, -delimiter.length).trimEnd());
    statements.push(lines.join("\n"));
    lines = [];
  }
  if (lines.some((line) => line.trim() !== "")) throw new Error(`no end of statement: ${lines[0]}`);
  return statements;
}
