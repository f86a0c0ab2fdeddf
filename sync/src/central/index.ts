/** Work of central admins on the central database. Functions throw CentralError. */
export * from "./accounts.ts";
export { CentralError, type CentralErrorCode } from "./central-error.ts";
export * from "./compare.ts";
export * from "./connect.ts";
export * from "./events.ts";
export * from "./find-phone.ts";
export * from "./forget-lives.ts";
export * from "./init.ts";
export * from "./queue.ts";
export * from "./status.ts";
export * from "./tables.ts";
export * from "./verify-chain.ts";
