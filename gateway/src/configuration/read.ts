/** Reads the configuration file. All of its mistakes are told at once, each with its place. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parse, TomlError } from "smol-toml";
import type { z } from "zod";
import { StartupError } from "../startup-error.ts";
import { nameMistakes } from "./mistakes.ts";

export function readConfiguration<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> {
  const name = basename(file);
  return checkConfiguration(name, parseToml(name, readText(file)), schema);
}

/** `name`: of the file, for what is told. */
export function checkConfiguration<Schema extends z.ZodType>(
  name: string,
  tables: unknown,
  schema: Schema,
): z.output<Schema> {
  const result = schema.safeParse(tables);
  if (result.success) return result.data;
  const mistakes = nameMistakes(schema, result.error.issues);
  throw new StartupError(
    "configuration_invalid",
    mistakes.map((mistake) => `${name}: ${mistake}`).join("\n"),
  );
}

export function readText(file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === "ERR_ENCODING_INVALID_ENCODED_DATA" ? "it is no UTF-8 text" : REASONS[code ?? ""];
    throw new StartupError("configuration_unreadable", `Cannot read ${file}: ${reason ?? String(error)}.`);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EACCES: "this user may not read it",
  EISDIR: "it is a folder",
};

export function parseToml(name: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // The first line of the message says what; the code it quotes after that may hold what nobody should see.
    const what = error.message.split("\n")[0]?.replace("Invalid TOML document: ", "");
    throw new StartupError("configuration_invalid", `${name}:${error.line}:${error.column}: ${what}`);
  }
}
