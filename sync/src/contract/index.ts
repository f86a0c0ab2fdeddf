/** What gateways and central say to each other: `CALL sync_v1(request)`. */
export * from "@holdfast/gateway/open-order";
export * from "./answer.ts";
export * from "./request.ts";
export * from "./rows.ts";
