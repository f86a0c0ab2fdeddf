import { expect, test } from "vitest";
import {
  type CommandAtGateway,
  compareCommands,
  compareEvents,
  type KnownEvent,
  noDifferences,
} from "../../src/simulation/sync/compare.ts";

function events(count: number, life = "a"): KnownEvent[] {
  return Array.from({ length: count }, (_, at) => {
    return { sequence: at + 1, hash: `${life}${at + 1}`, body: `body ${life}${at + 1}` };
  });
}

function compared(copies: readonly KnownEvent[], known = events(5), promisedTo = 5) {
  const found = noDifferences();
  const acknowledged = known.at(-1) as KnownEvent;
  compareEvents(found, "here", [{ events: known, acknowledged, promisedTo }], copies);
  const { lost, doubled, altered } = found;
  return { lost, doubled, altered };
}

const none = { lost: 0, doubled: 0, altered: 0 };

test("an exact copy has no differences, nor has one that lacks what nobody promised", () => {
  expect(compared(events(5))).toEqual(none);
  expect(compared(events(3), events(5), 3)).toEqual(none);
});

test("finds what is lost, doubled, altered or somebody else's", () => {
  const [first, second, ...rest] = events(5) as [KnownEvent, KnownEvent, ...KnownEvent[]];
  expect(compared([first, ...rest])).toEqual({ ...none, lost: 1 });
  expect(compared([first, second, second, ...rest])).toEqual({ ...none, doubled: 1 });
  expect(compared([first, { ...second, body: "body" }, ...rest])).toEqual({ ...none, altered: 1 });
  expect(compared([first, { ...second, sequence: 7 }, ...rest])).toEqual({ ...none, altered: 1 });
  expect(compared([...events(5), ...events(1, "b")])).toEqual({ ...none, altered: 1 });
});

test("finds an event that the gateway had acknowledged and has no more", () => {
  const found = noDifferences();
  const acknowledged = { sequence: 6, hash: "a6" };
  compareEvents(found, "here", [{ events: events(5), acknowledged, promisedTo: 5 }], events(5));
  expect(found).toMatchObject({ lost: 1 });
});

function commandsCompared(state: string, gateway: CommandAtGateway | undefined, promised = ["id"]) {
  const found = noDifferences();
  const known = new Map(gateway ? [["id", gateway]] : []);
  compareCommands(found, "here", new Set(promised), [{ id: "id", state, reason: "why" }], known);
  const { lost, doubled, altered } = found;
  return { lost, doubled, altered };
}

test("takes every end that a command may have", () => {
  expect(commandsCompared("done", { started: 1, ended: ["done"], effects: 1 })).toEqual(none);
  expect(commandsCompared("refused", { started: 0, ended: ["refused"], effects: 0 })).toEqual(none);
  expect(commandsCompared("expired", undefined)).toEqual(none);
  expect(commandsCompared("unknown", { started: 1, ended: ["done"], effects: 1 })).toEqual(none);
  expect(commandsCompared("unknown", undefined)).toEqual(none);
});

test("finds a command that is lost, was done twice, or of which two tell otherwise", () => {
  const done = { started: 1, ended: ["done"], effects: 1 };
  expect(commandsCompared("delivered", undefined)).toMatchObject({ lost: 1 });
  expect(commandsCompared("done", done, ["id", "other"])).toEqual({ ...none, lost: 1 });
  expect(commandsCompared("done", { ...done, started: 2 })).toEqual({ ...none, doubled: 1 });
  expect(commandsCompared("unknown", { ...done, effects: 2 })).toEqual({ ...none, doubled: 1 });
  expect(commandsCompared("refused", done)).toEqual({ ...none, altered: 1 });
  expect(commandsCompared("done", { ...done, effects: 0 })).toEqual({ ...none, altered: 1 });
  expect(commandsCompared("done", undefined)).toMatchObject({ altered: 2 });
});
