/** Puts answers to routes of the contract onto a router: input is validated before, answers after. */
import type { Context } from "koa";
import type {
  AnswerName,
  ROUTES,
  Route,
  RouteAnswer,
  RouteInput,
  RouteName,
  RouteTable,
} from "../contract/index.ts";
import { readJsonBody } from "./json-body.ts";
import { validate } from "./validate.ts";

type Awaitable<Value> = Value | Promise<Value>;

/** One function for each route that is served. A stream answers by itself and returns nothing. */
export type Answers<Routes extends RouteTable = typeof ROUTES> = {
  readonly [Name in RouteName & keyof Routes]?: (
    input: RouteInput<Name>,
    ctx: Context,
  ) => Name extends AnswerName ? Awaitable<RouteAnswer<Name>> : Awaitable<void>;
};

type AnyAnswer = (input: unknown, ctx: Context) => unknown;

interface Mountable {
  register(path: string, methods: string[], middleware: (ctx: Context) => Promise<void>): unknown;
}

export function mountRoutes<Routes extends RouteTable>(
  router: Mountable,
  routes: Routes,
  answers: Answers<Routes>,
): void {
  for (const [name, answer] of Object.entries(answers)) {
    const route = routes[name as keyof Routes] as Route;
    const methods = route.method === "get" ? ["HEAD", "GET"] : ["POST"];
    router.register(route.path, methods, (ctx) => carryOut(route, answer as AnyAnswer, ctx));
  }
}

async function carryOut(route: Route, answer: AnyAnswer, ctx: Context): Promise<void> {
  const input = {
    ...(route.params && { params: validate(route.params, ctx["params"], route.errors) }),
    ...(route.query && { query: validate(route.query, ctx.query, route.errors) }),
    ...(route.body && {
      body: validate(route.body, await readJsonBody(ctx, route.bodyLimit), route.errors),
    }),
  };
  const result = await answer(input, ctx);
  // Parsed, so that nothing leaves that the contract does not name.
  if (route.response) ctx.body = route.response.parse(result);
}
