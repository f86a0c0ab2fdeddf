/** Real MariaDB servers of one's own, and what talks to them: for tests and figures. */
export * from "./fake-gateway.ts";
export * from "./fake-ledger.ts";
export * from "./gateway-login.ts";
export * from "./serve-fake-gateway.ts";
export * from "./start-central.ts";
export * from "./start-galera.ts";
export * from "./start-mariadb.ts";
export * from "./tcp-proxy.ts";
export * from "./test-ca.ts";
