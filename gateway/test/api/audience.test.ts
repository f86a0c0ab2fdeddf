import { expect, test } from "vitest";
import { ROUTES, type Route } from "../../src/contract/index.ts";
import { httpRequest, sendRaw } from "../support/raw-http.ts";
import { serveMemorySite } from "../support/served-site.ts";

const routes = Object.entries<Route>(ROUTES);
const pathOf = (route: Route) =>
  route.path.replace(":cabinet", "hall").replace(":locker", "3").replace(":receipt", "r");

test.each(routes.filter(([, { audience }]) => audience === "operator"))(
  "the public socket knows nothing of %s",
  async (_name, route) => {
    const { publicSocket } = await serveMemorySite();
    const answer = await sendRaw(
      publicSocket,
      httpRequest(`${route.method.toUpperCase()} ${pathOf(route)}`, {}),
    );
    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.body).error.code).toBe("not_found");
  },
);

test.each(routes.filter(([, route]) => route.response))(
  "the operator's socket answers %s",
  async (_name, route) => {
    const { operatorSocket } = await serveMemorySite();
    const answer = await sendRaw(
      operatorSocket,
      httpRequest(`${route.method.toUpperCase()} ${pathOf(route)}`, {}),
    );
    expect(JSON.parse(answer.body).error?.code).not.toBe("not_found");
  },
);
