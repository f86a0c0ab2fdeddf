/** The events of a gateway, in pages. */
import { idOf } from "./accounts.ts";
import type { Central } from "./connect.ts";

export interface CentralEvent {
  readonly epoch: number;
  readonly seq: number;
  /** UTC: by the gateway's clock, and by central's. */
  readonly at: string;
  readonly received_at: string;
  readonly kind: string;
  readonly class: string | null;
  /** JSON as text, as the gateway hashed it; without its phone where that was erased. */
  readonly body: string;
}

export interface EventQuery {
  /** The place of the last one of the page before. */
  readonly after?: { readonly epoch: number; readonly seq: number };
  /** Only denied, fault or security. */
  readonly class?: string;
  /** At most 1000. */
  readonly most?: number;
}

export async function gatewayEvents(
  central: Central,
  name: string,
  query: EventQuery = {},
): Promise<CentralEvent[]> {
  const id = await idOf(central, name);
  const { epoch, seq } = query.after ?? { epoch: 0, seq: 0 };
  const kind = query.class ?? null;
  return central.rows<CentralEvent>(
    `SELECT epoch, seq, at, received_at, kind, class, body FROM event
     WHERE gateway_id = ? AND (epoch > ? OR (epoch = ? AND seq > ?)) AND (? IS NULL OR class = ?)
     ORDER BY epoch, seq LIMIT ?`,
    [id, epoch, epoch, seq, kind, kind, Math.min(query.most ?? 1000, 1000)],
  );
}
