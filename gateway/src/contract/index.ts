export * from "./error.ts";
export * from "./errors.ts";
export * from "./operator-schemas.ts";
export * from "./route-types.ts";
export * from "./routes.ts";
export * from "./schemas.ts";
export * from "./site-state.ts";
export * from "./sync-schemas.ts";
