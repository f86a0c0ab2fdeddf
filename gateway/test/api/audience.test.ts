import { expect, test } from "vitest";
import { ROUTES, type Route } from "../../src/contract/index.ts";
import { httpRequest, sendRaw } from "../support/raw-http.ts";
import { serveSyncSite } from "../support/served-sync.ts";

const SOCKETS = ["publicSocket", "operatorSocket", "syncSocket"] as const;
/** Who is served where. */
const SERVES: Readonly<Record<(typeof SOCKETS)[number], readonly Route["audience"][]>> = {
  publicSocket: ["customer"],
  operatorSocket: ["customer", "operator"],
  syncSocket: ["sync"],
};
const routes = Object.entries<Route>(ROUTES);
const pathOf = (route: Route) =>
  route.path.replace(":cabinet", "hall").replace(":locker", "3").replace(":receipt", "r");

test.each(SOCKETS)("%s answers its own routes and knows nothing of the others", async (name) => {
  const served = await serveSyncSite();
  for (const [route, description] of routes) {
    if (description.events) continue;
    const line = `${description.method.toUpperCase()} ${pathOf(description)}`;
    const { status, body } = await sendRaw(served[name], httpRequest(line, {}));
    const found = status !== 404 || JSON.parse(body).error.code !== "not_found";
    expect({ route, found }).toEqual({ route, found: SERVES[name].includes(description.audience) });
  }
});
