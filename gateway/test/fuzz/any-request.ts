/** Requests for fast-check: to every route of the contract, with what it takes, something like it, or anything. */
import fc from "fast-check";
import type { z } from "zod";
import { ROUTES, type Route, type RouteName } from "../../src/contract/routes.ts";

export interface AnyRequest {
  readonly name: RouteName;
  readonly method: string;
  readonly path: string;
  /** Where it is sent. */
  readonly socket: Route["audience"];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Stands in bodies, queries and headers: must never come back in an error or get into the log. */
export const SECRET = "b7Qx-never-echoed-0Zr";

const ANY_COMMAND = {
  id: "00000000-0000-4000-8000-000000000001",
  kind: "out_of_service",
  cabinet: "main",
  locker: 2,
  reason: "bent door",
  who: "anna",
  ttl_ms: 60_000,
  payload: null,
  signature: null,
};

/** Values that fit some field of some route. */
const FITTING: Readonly<Record<string, readonly unknown[]>> = {
  cabinet: ["main", "other"],
  locker: ["1", "2", "8", "32", 3],
  phone: ["0791234567", "+41791234568", "0791234569"],
  pin: ["4711", "0815", "90210773"],
  requestId: [0, 1, 2, 3, 4, 5].map((digit) => `00000000-0000-4000-8000-00000000000${digit}`),
  receipt: ["AAAAAAAAAAAAAAAAAAAAAA"],
  visit: ["AAAAAAAAAAAAAAAAAAAAAA"],
  reason: ["a parcel is stuck"],
  after: [0, 1, 5],
  rowsAfter: [0, 3, 1000],
  most: [1, 100, 1000],
  sequences: [[0, 1, 2, 9999], []],
  epoch: ["e".repeat(32)],
  sequence: [0, 1, 3],
  hash: ["0".repeat(64), "f".repeat(64)],
  rev: [0, 7],
  above: [1, 2 ** 53 - 1],
  acknowledged: [[], ["00000000-0000-4000-8000-000000000001"]],
  commands: [[], [ANY_COMMAND], [ANY_COMMAND, { ...ANY_COMMAND, kind: "open", cabinet: "nowhere" }]],
  state: ["ok", "retrying", "stopped"],
  label: ["Post room", "Überraschung", ""],
};

const junk = fc.oneof(
  fc.constant(SECRET),
  fc.string({ maxLength: 60 }),
  fc.integer(),
  fc.constantFrom(null, true, "", "0", "-1", "1e9", "__proto__", "..", "\u0000", "😀".repeat(20)),
  fc.array(fc.integer(), { maxLength: 3 }),
  fc.dictionary(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), { maxKeys: 3 }),
);

function anyValue(field: string): fc.Arbitrary<unknown> {
  const fitting = FITTING[field] ?? [true, false, 1, 50];
  return fc.oneof({ arbitrary: fc.constantFrom(...fitting), weight: 6 }, { arbitrary: junk, weight: 1 });
}

function fields(schema: z.ZodObject | undefined): fc.Arbitrary<Record<string, unknown>> {
  const names = schema === undefined ? [] : Object.keys(schema.shape);
  const known = fc.record(Object.fromEntries(names.map((name) => [name, anyValue(name)])), {
    requiredKeys: [],
  });
  const whole = fc.record(Object.fromEntries(names.map((name) => [name, anyValue(name)])));
  const more = fc.dictionary(fc.string({ maxLength: 8 }), junk, { maxKeys: 2 });
  return fc.oneof(
    { arbitrary: whole, weight: 5 },
    { arbitrary: fc.tuple(known, more).map(([a, b]) => ({ ...b, ...a })), weight: 1 },
  );
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function pathOf(route: Route, params: Record<string, unknown>, query: Record<string, unknown>): string {
  const path = route.path.replaceAll(/:(\w+)/g, (_all, name) =>
    encodeURIComponent(textOf(params[name] ?? "x")),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) search.append(name, textOf(value));
  return search.size > 0 ? `${path}?${search}` : path;
}

const contentType = fc.oneof(
  { arbitrary: fc.constant("application/json"), weight: 8 },
  { arbitrary: fc.constantFrom("text/plain", "application/json; charset=utf-16", "", "a/b/c"), weight: 1 },
);
const header = fc.string({ unit: fc.constantFrom(..."abcXYZ019 ,;=-_/*\"'"), maxLength: 40 });
const method = (route: Route) =>
  fc.oneof(
    { arbitrary: fc.constant(route.method.toUpperCase()), weight: 12 },
    { arbitrary: fc.constantFrom("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"), weight: 1 },
  );
const bodyOf = (route: Route) =>
  fc.oneof(
    { arbitrary: fields(route.body).map((value) => JSON.stringify(value)), weight: 10 },
    { arbitrary: fc.string({ maxLength: 100 }), weight: 1 },
    { arbitrary: fc.json({ maxDepth: 3 }), weight: 1 },
    { arbitrary: fc.constant("x".repeat(5000)), weight: 1 },
  );

export const anyRequest: fc.Arbitrary<AnyRequest> = fc
  .constantFrom(...(Object.keys(ROUTES) as RouteName[]))
  .chain((name) => {
    const route: Route = ROUTES[name];
    return fc
      .record({
        method: method(route),
        params: fields(route.params),
        query: fields(route.query),
        socket: fc.constantFrom<Route["audience"][]>(
          ...(route.audience === "sync"
            ? (["sync", "sync", "operator"] as const)
            : (["customer", "operator"] as const)),
          route.audience,
        ),
        type: contentType,
        accept: header,
        extra: header,
        body: bodyOf(route),
      })
      .map(({ method, params, query, socket, type, accept, extra, body }) => ({
        name,
        method,
        path: pathOf(route, params, query),
        socket,
        headers: { "Content-Type": type, Accept: accept, "X-Extra": `${extra}${SECRET}` },
        body: method === "GET" || method === "HEAD" ? undefined : body,
      }));
  });
