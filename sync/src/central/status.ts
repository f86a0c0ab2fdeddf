/** How every gateway stands, for `holdfast central status`. */
import type { Central } from "./connect.ts";

export interface GatewayStatus {
  readonly gateway: string;
  readonly site: string | null;
  readonly software: string | null;
  /** UTC; null: it has never been here. */
  readonly last_seen: string | null;
  readonly stale_seconds: number | null;
  readonly epoch: number;
  /** How far central's copy of its events has come. */
  readonly events: number;
  readonly cabinets: number;
  readonly lockers: number;
  readonly held: number;
  readonly out_of_service: number;
  readonly faulty: number;
  /** Not finished. */
  readonly commands: number;
  /** Events and rows in event_dead. */
  readonly put_aside: number;
}

export function gatewayStatus(central: Central): Promise<GatewayStatus[]> {
  return central.rows<GatewayStatus>("SELECT * FROM site_overview ORDER BY gateway");
}
