/** The OpenAPI 3.1 document of the API, made from ROUTES. Its schemas are JSON Schema 2020-12, as zod makes them. */
import { z } from "zod";
import { ERRORS, type ErrorCode, Problem, ROUTES, type Route } from "../contract/index.ts";

type Json = Record<string, unknown>;

/** What every request may be answered, whatever it asks for. */
const ALWAYS: readonly ErrorCode[] = ["bad_request", "internal"];
const WITH_BODY: readonly ErrorCode[] = ["bad_json", "body_too_large", "unsupported_media_type"];

export function describeApi(audiences: readonly Route["audience"][]): Json {
  const paths: Record<string, Json> = {};
  for (const [name, route] of Object.entries<Route>(ROUTES)) {
    if (!audiences.includes(route.audience)) continue;
    const path = route.path.replaceAll(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method]: describeRoute(name, route) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "holdfast gateway", version: "1", license: { name: "MIT", identifier: "MIT" } },
    servers: [{ url: "/" }],
    paths,
    components: { schemas: { Problem: jsonSchema(Problem, "output") } },
  };
}

function describeRoute(name: string, route: Route): Json {
  return {
    operationId: name,
    summary: route.about,
    tags: [route.audience],
    parameters: [...parameters(route.params, "path"), ...parameters(route.query, "query")],
    ...(route.body && {
      requestBody: {
        required: true,
        content: { "application/json": { schema: jsonSchema(route.body, "input") } },
      },
    }),
    responses: { 200: describeAnswer(route), ...describeErrors(route) },
  };
}

function describeAnswer(route: Route): Json {
  if (route.response) {
    return {
      description: "Done.",
      content: { "application/json": { schema: jsonSchema(route.response, "output") } },
    };
  }
  const events = Object.entries(route.events ?? {}).map(([kind, schema]) => ({
    title: kind,
    ...jsonSchema(schema, "output"),
  }));
  return {
    description: "A stream; the schema is that of the data of its events.",
    content: { "text/event-stream": { schema: { oneOf: events } } },
  };
}

function describeErrors(route: Route): Json {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of [...route.errors, ...(route.body ? WITH_BODY : []), ...ALWAYS]) {
    const { status } = ERRORS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const content = { "application/json": { schema: { $ref: "#/components/schemas/Problem" } } };
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      { description: codes.map((code) => `\`${code}\`: ${ERRORS[code].message}`).join("\n"), content },
    ]),
  );
}

function parameters(schema: z.ZodObject | undefined, place: "path" | "query"): Json[] {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => ({
    name,
    in: place,
    required: place === "path" || !z.safeParse(field, undefined).success,
    // What a text becomes: the text itself is described by its place.
    schema: jsonSchema(field, "output"),
  }));
}

function jsonSchema(schema: z.core.$ZodType, io: "input" | "output"): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}
