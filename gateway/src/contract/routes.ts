/** The gateway's HTTP API: the one description from which the router, the typed client and /openapi.json are made. */
import { CUSTOMER_ROUTES } from "./customer-routes.ts";
import { OPERATOR_ROUTES } from "./operator-routes.ts";
import { SYNC_ROUTES } from "./sync-routes.ts";

export type { Route } from "./route.ts";
export { CUSTOMER_ROUTES, SYNC_ROUTES };

export const ROUTES = { ...CUSTOMER_ROUTES, ...OPERATOR_ROUTES, ...SYNC_ROUTES } as const;

export type RouteName = keyof typeof ROUTES;
