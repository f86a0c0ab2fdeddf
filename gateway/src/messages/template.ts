/** Fills {{names}} in texts and in request bodies. */

export function fillText(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole);
}

/** JSON is filled after parsing, so that no value can break out of its string; forms are filled percent-encoded. */
export function bodyTemplate(
  template: string,
  contentType: string,
): (values: Readonly<Record<string, string>>) => string {
  if (/^application\/(.+\+)?json\b/i.test(contentType)) {
    const parsed: unknown = JSON.parse(template);
    return (values) => JSON.stringify(fillJson(parsed, values));
  }
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) {
    return (values) => fillText(template, encodeValues(values));
  }
  return (values) => fillText(template, values);
}

function fillJson(value: unknown, values: Readonly<Record<string, string>>): unknown {
  if (typeof value === "string") return fillText(value, values);
  if (Array.isArray(value)) return value.map((item) => fillJson(item, values));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, fillJson(member, values)]));
}

function encodeValues(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, encodeURIComponent(value)] as const),
  );
}
