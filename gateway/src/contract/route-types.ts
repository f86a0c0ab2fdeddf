/** What goes into a route and what comes out of it, as types made from ROUTES. */
import type { z } from "zod";
import type { ROUTES, RouteName } from "./routes.ts";

type Part<Route, Key extends string> =
  Route extends Record<Key, infer Schema extends z.ZodType>
    ? { readonly [Name in Key]: z.output<Schema> }
    : unknown;

export type RouteInput<Name extends RouteName> = Part<(typeof ROUTES)[Name], "params"> &
  Part<(typeof ROUTES)[Name], "query"> &
  Part<(typeof ROUTES)[Name], "body">;

export type RouteAnswer<Name extends RouteName> = (typeof ROUTES)[Name] extends {
  response: infer Schema extends z.ZodType;
}
  ? z.output<Schema>
  : never;

/** All routes, or those of some audience. */
export type RouteTable = Partial<typeof ROUTES>;

/** Routes that answer once. */
export type AnswerName = {
  [Name in RouteName]: (typeof ROUTES)[Name] extends { response: z.ZodType } ? Name : never;
}[RouteName];

/** Routes that answer with a stream of server-sent events. */
export type StreamName = Exclude<RouteName, AnswerName>;

/** The events of a stream as a union of { kind, data }. */
export type StreamEvent<Name extends StreamName> = (typeof ROUTES)[Name]["events"] extends infer Events
  ? { [Kind in keyof Events & string]: { kind: Kind; data: z.output<Events[Kind]> } }[keyof Events & string]
  : never;
