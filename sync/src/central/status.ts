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
  /** 1: not seen for longer than the rule stale_minutes. */
  readonly stale: number;
}

export function gatewayStatus(central: Central): Promise<GatewayStatus[]> {
  return central.rows<GatewayStatus>(
    `SELECT o.*, EXISTS (SELECT 1 FROM stale_gateways AS s WHERE s.gateway = o.gateway) AS stale
     FROM site_overview AS o ORDER BY o.gateway`,
  );
}
