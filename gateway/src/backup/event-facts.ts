/** What the events of a ledger tell that another of its tables held: how far the journals of controllers were read. */
import { z } from "zod";
import { LedgerEvent } from "../contract/operator-schemas.ts";
import type { CopiedCabinet } from "../ledger/ledger-import.ts";

const count = z.number().int().min(0);
const HashedEvent = LedgerEvent.extend({ epoch: count.optional(), journal: count.optional() });
export type HashedEvent = z.infer<typeof HashedEvent>;

/** The event that was hashed; undefined where the text is none that a ledger of this release writes. */
export function readEvent(sequence: number, body: string): HashedEvent | undefined {
  try {
    const event = HashedEvent.safeParse(JSON.parse(body));
    return event.success && event.data.sequence === sequence ? event.data : undefined;
  } catch {
    return undefined;
  }
}

/** With them a ledger says which controller it follows, and where that one's journal begins: adopt-controller.ts. */
const ADOPTIONS = ["ledger_began", "controller_replaced", "journal_restarted", "journal_gap"];

export class EventFacts {
  readonly #cabinets = new Map<string, CopiedCabinet>();

  take(event: HashedEvent): void {
    const { kind, cabinet: id, epoch, journal } = event;
    if (id === undefined) return;
    if (ADOPTIONS.includes(kind)) this.#adopted(id, event);
    else if (epoch !== undefined && journal !== undefined) this.#read(id, epoch, journal);
  }

  /** Cabinets of which a journal was read. */
  get cabinets(): Iterable<CopiedCabinet> {
    return this.#cabinets.values();
  }

  #adopted(id: string, { kind, detail = {} }: HashedEvent): void {
    const { controller, epoch, lost } = detail;
    if (typeof controller !== "string" || !/^[0-9a-f]{8}$/.test(controller)) return;
    const known = this.#cabinets.get(id);
    const skipped = typeof lost === "number" ? lost : 0;
    this.#cabinets.set(id, {
      id,
      controller: Buffer.from(controller, "hex"),
      epoch: typeof epoch === "number" ? epoch : (known?.epoch ?? 0),
      position: kind === "journal_gap" ? (known?.position ?? 0) + skipped : skipped,
    });
  }

  #read(id: string, epoch: number, journal: number): void {
    const known = this.#cabinets.get(id);
    if (known && known.epoch === epoch) {
      this.#cabinets.set(id, { ...known, position: Math.max(known.position, journal) });
    } else if (!known || known.epoch < epoch) {
      // The event that told of this controller is missing.
      this.#cabinets.set(id, { id, controller: null, epoch, position: journal });
    }
  }
}
