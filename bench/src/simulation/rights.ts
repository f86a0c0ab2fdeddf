/** What people may open and what they do about it, as plain values. */
export type By = "keypad" | "page" | "operator";
export type Deed = "store" | "collect" | "finish" | "keep" | "open" | "release" | "pin" | "service";

export interface Right {
  readonly held: boolean;
  readonly phone: string;
  /** Those that were told and not replaced. */
  readonly pins: readonly string[];
  /** The PIN is known for certain: a person chose it, and nobody asked for another since. */
  readonly exact: boolean;
  /** The deed that made it. */
  readonly by: number;
}

export interface Act {
  readonly id: number;
  readonly by: By;
  readonly deed: Deed;
  readonly locker: number;
  readonly phone: string;
  readonly pin: string;
  readonly since: number;
  /** When it was asked for last. */
  asked: number;
  /** It may have its effect until then. */
  until: number;
  /** Power failed at the cabinet meanwhile: what was recorded to be done may not have come to it. */
  cut: boolean;
  /** A locker that is put out of service by it. */
  readonly out: boolean;
}

export const FREE: Right = { held: false, phone: "", pins: [], exact: true, by: 0 };

/** EVENT_KIND of the journal for what opens a door. */
export const KINDS = {
  "keypad store": 2,
  "keypad collect": 3,
  "page store": 6,
  "page collect": 7,
  "operator open": 9,
} as const;
export const kindOf = ({ by, deed }: Act): number | undefined =>
  (KINDS as Partial<Record<string, number>>)[`${by} ${deed}`];

/** What a right becomes by an act; undefined when the act does not apply to it. */
export function after(act: Act, right: Right): Right | undefined {
  switch (act.deed) {
    case "store": {
      const pins = act.by === "keypad" ? [act.pin] : [];
      return right.held
        ? undefined
        : { held: true, phone: act.phone, pins, exact: act.by === "keypad", by: act.id };
    }
    case "finish":
      return right.held && right.phone === act.phone ? { ...FREE, by: act.id } : undefined;
    case "release":
      return right.held ? { ...FREE, by: act.id } : undefined;
    case "pin":
      return right.held ? { ...right, pins: [], exact: false, by: act.id } : undefined;
    default:
      return undefined;
  }
}

export function same(a: Right, b: Right): boolean {
  return (
    a.held === b.held &&
    a.phone === b.phone &&
    a.exact === b.exact &&
    a.pins.join() === b.pins.join() &&
    a.by === b.by
  );
}
