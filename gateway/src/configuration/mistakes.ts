/** Says in words where and how a configuration differs from its schema. */
import type { z } from "zod";
import { nearest } from "./nearest.ts";

export function nameMistakes(schema: z.core.$ZodType, issues: readonly z.core.$ZodIssue[]): string[] {
  return issues.flatMap((issue) => {
    if (issue.code !== "unrecognized_keys") return `${keyOf(issue.path)}: ${whatIsWrong(issue)}`;
    return issue.keys.map((key) => {
      const known = keysAt(schema, issue.path);
      const near = nearest(key, known);
      const hint = near === undefined ? `known are ${known.join(", ")}` : `did you mean ${near}?`;
      return `${keyOf([...issue.path, key])}: unknown key; ${hint}`;
    });
  });
}

/** As one would point at it: cabinet[0].port.serial, "my key" quoted. */
function keyOf(path: readonly PropertyKey[]): string {
  let key = "";
  for (const part of path) {
    if (typeof part === "number") key += `[${part}]`;
    else key += `${key && "."}${/^[\w-]+$/.test(String(part)) ? String(part) : JSON.stringify(part)}`;
  }
  return key || "the file";
}

function whatIsWrong(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type" && issue.message.endsWith("received undefined")) return "is missing";
  const [, after = issue.message] = /^(?:Invalid \w+|Too small|Too big): (.*)$/.exec(issue.message) ?? [];
  return after;
}

/** The keys that the schema knows at a place. */
function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  let at: z.core.$ZodType | undefined = schema;
  for (const part of path) at = at && child(unwrap(at), part);
  const found = at && unwrap(at);
  return found?._zod.def.type === "object" ? Object.keys(found._zod.def.shape) : [];
}

function child(schema: z.core.$ZodTypes, part: PropertyKey): z.core.$ZodType | undefined {
  const { def } = schema._zod;
  if (def.type === "object") return def.shape[String(part)];
  return def.type === "array" ? def.element : undefined;
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodTypes {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const wraps = def.type === "optional" || def.type === "default" || def.type === "prefault";
  return wraps ? unwrap(def.innerType) : (schema as z.core.$ZodTypes);
}
