export * from "./event-streams.ts";
export * from "./mount-routes.ts";
export * from "./problems.ts";
export * from "./server.ts";
