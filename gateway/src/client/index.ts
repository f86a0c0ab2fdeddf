export { type ClientOptions, RoutesClient } from "./client.ts";
export type { Backoff, Follower } from "./follow.ts";
export { GatewayClient } from "./gateway-client.ts";
