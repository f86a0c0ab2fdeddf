/** Where a site keeps its files: relative names start at the configuration file, those of sockets at the data folder. */
import { dirname, resolve } from "node:path";
import type { GatewaySection } from "./schema.ts";

export interface SitePaths {
  data: string;
  publicSocket: string;
  operatorSocket: string;
  syncSocket: string;
}

export function sitePaths(file: string, gateway: GatewaySection): SitePaths {
  const data = resolve(dirname(file), gateway.data);
  return {
    data,
    publicSocket: resolve(data, gateway.socket),
    operatorSocket: resolve(data, gateway.operator_socket),
    syncSocket: resolve(data, gateway.sync_socket),
  };
}
