import type { RoutesClient } from "@holdfast/gateway/client";
import type { CUSTOMER_ROUTES } from "@holdfast/gateway/contract";

/** What web can ask of the gateway. */
export type CustomerClient = RoutesClient<typeof CUSTOMER_ROUTES>;
