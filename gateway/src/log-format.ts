/** One line of pino's JSON as a person likes to read it. */
const LEVEL_WIDTH = 5;
const HIDDEN = new Set(["time", "level", "name", "msg", "err"]);

export function formatForPeople(line: string): string {
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(line);
  } catch {
    return line;
  }
  const time = String(entry["time"]).slice(11, 19);
  const level = String(entry["level"]).padEnd(LEVEL_WIDTH);
  const fields = Object.entries(entry)
    .filter(([key]) => !HIDDEN.has(key))
    .map(([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  const head = [time, level, entry["name"], entry["msg"], ...fields].filter((part) => part !== undefined);
  return `${head.join(" ")}\n${stackOf(entry["err"])}`;
}

function stackOf(error: unknown): string {
  if (typeof error !== "object" || error === null || !("stack" in error)) return "";
  return `${String(error.stack).replaceAll(/^/gm, "  ")}\n`;
}
