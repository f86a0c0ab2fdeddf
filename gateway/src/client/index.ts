export { type ClientOptions, GatewayClient } from "./client.ts";
export type { Backoff, Follower } from "./follow.ts";
