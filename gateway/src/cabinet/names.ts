/** Names of the numbers on the link. Numbers of a newer firmware get a name too, so that nothing is thrown away. */
import { EVENT_KIND, type EventKind, OUTCOME, type Outcome } from "@holdfast/protocol";

const outcomes = new Map<number, Outcome>(
  (Object.entries(OUTCOME) as [Outcome, number][]).map(([name, value]) => [value, name]),
);
const kinds = new Map<number, EventKind>(
  (Object.entries(EVENT_KIND) as [EventKind, number][]).map(([name, value]) => [value, name]),
);

export function outcomeName(value: number): Outcome {
  return outcomes.get(value) ?? "unknown";
}

export function eventKindName(value: number): EventKind | undefined {
  return kinds.get(value);
}
