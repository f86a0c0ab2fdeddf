/** Through sync_v1: names, ids and SQL in every place of a request. */
import { EMPTY_HASH } from "../contract/index.ts";
import { FakeLedger } from "../rig/index.ts";
import type { Attack, Target } from "./attack.ts";
import { idle } from "./calls.ts";

const SQL_TEXTS = [
  "' OR '1'='1",
  "'; UPDATE gateway SET account = 'x'; --",
  '" OR ""="',
  "\\'; DROP TABLE event; --",
  "%",
  "\u0000",
  "1 UNION SELECT * FROM event",
  "/*!50000 OR 1=1 */",
];

/** A request that says in every place that it is the victim's. */
function forged(t: Target) {
  const mine = {
    gateway_id: t.id,
    gateway: t.name,
    account: t.account,
    p_gateway: t.id,
    id: t.id,
    user: t.account,
  };
  const ledger = new FakeLedger("attacker-ledger");
  ledger.append({ ...mine, id: undefined });
  return {
    ...mine,
    ...ledger.request(0),
    events: ledger.events.map((event) => ({ ...mine, ...event, seq: t.seq, epoch: 1 })),
    rows: {
      ...mine,
      after: 0,
      to: 5,
      site: { ...mine, rev: 1, name: "forged", software: "x" },
      cabinets: [{ ...mine, rev: 2, cabinet: "main", name: "forged", link: "up" }],
      lockers: [{ ...mine, ...ledger.locker(1, { state: "forged" }), rev: 3 }],
      rentals: [{ ...mine, ...ledger.rental(1), rev: 4 }],
    },
    acks: [{ ...mine, id: t.commandId, state: "done", gateway_id: t.id }],
  };
}

export const PROCEDURE_ATTACKS: readonly Attack[] = [
  { name: "the victim's id and name in every object of a request", requests: (t) => [forged(t)] },
  {
    name: "the same key twice",
    requests: (t) => [
      `{"gateway_id":${t.id},${JSON.stringify(idle()).slice(1, -1)},"gateway_id":${t.id},"after":0,"after":${t.seq}}`,
    ],
  },
  {
    name: "the victim's life",
    requests: (t) => [
      idle({ epoch: { counter: 1, id: t.epochId } }),
      idle({ epoch: { counter: 1, id: t.epochId }, after: t.seq, hash: t.hash }),
    ],
  },
  {
    name: "a new life after the victim's head",
    requests: (t) => [idle({ epoch: { counter: 2, id: "attacker-ledger" }, after: t.seq, hash: t.hash })],
  },
  {
    name: "looking for the victim's events",
    requests: (t) => [
      idle({
        find: [
          [t.seq, t.hash],
          [1, t.hash],
          [t.seq, EMPTY_HASH],
        ],
      }),
    ],
  },
  {
    name: "a huge epoch and huge revisions",
    requests: () => [
      idle({ epoch: { counter: 9_000_000_000_000_000, id: "attacker-ledger" } }),
      idle({ rows: { after: 0, to: 9_000_000_000_000_000, lockers: [] } }),
    ],
  },
  {
    name: "acknowledging the victim's command",
    requests: (t) =>
      ["done", "refused", "expired", "unknown"].map((state) =>
        idle({ acks: [{ id: t.commandId, state, result: "forged" }] }),
      ),
  },
  {
    name: "acknowledging with patterns and guesses",
    requests: () => [
      idle({ acks: ["%", "_", "' OR 1=1 --", null, 0, true, {}, []].map((id) => ({ id, state: "done" })) }),
    ],
  },
  {
    name: "reading back rows, with leave to read the own ones",
    requests: (t) =>
      ["life", "event", "site", "cabinet", "locker", "rental"].flatMap((what) => [
        idle({ read: { what } }),
        idle({
          read: { what, epoch: 1, after: t.seq - 1, cabinet: "main", gateway_id: t.id, gateway: t.name },
        }),
      ]),
  },
  {
    name: "the victim's rentals and lockers by their ids",
    requests: () => {
      const ledger = new FakeLedger("attacker-ledger");
      const rentals = [1, 2, 3].map((id) => ledger.rental(id, { ended_at: 1, ended_by: "forged" }));
      return [idle({ rows: { after: 0, to: 3, rentals } })];
    },
  },
  {
    name: "removing the victim's cabinet",
    requests: () => [
      idle({
        rows: {
          after: 0,
          to: 1,
          cabinets: [{ rev: 1, cabinet: "main", name: "x", link: "down", removed: true }],
        },
      }),
    ],
  },
  {
    name: "SQL in every text of an envelope",
    requests: () =>
      SQL_TEXTS.flatMap((text) => [
        idle({ hash: text }),
        idle({ after: text }),
        idle({ epoch: { counter: 1, id: text } }),
        idle({ challenge: text }),
        idle({ schema: text }),
      ]),
  },
  {
    name: "SQL in every text of an event",
    requests: () => [
      idle({ events: SQL_TEXTS.map((text) => ({ at: text, kind: text, hash: text, body: text })) }),
    ],
  },
  {
    name: "SQL in every text of a row",
    requests: () =>
      SQL_TEXTS.map((text) =>
        idle({
          rows: {
            after: 0,
            to: 9,
            site: { rev: 1, name: text, software: text, settings: text, sealed: text },
            cabinets: [{ rev: 2, cabinet: text, name: text, link: text }],
            lockers: [{ rev: 3, cabinet: text, locker: text, state: text, door: text }],
            rentals: [
              {
                rev: 4,
                rental: text,
                cabinet: text,
                locker: text,
                number: text,
                source: text,
                ended_by: text,
              },
            ],
          },
        }),
      ),
  },
  { name: "SQL as the request", requests: () => SQL_TEXTS },
  {
    name: "a request of some megabytes, and one nested deep",
    requests: () => [`{"schema":1,"x":"${"y".repeat(3_000_000)}"}`, `${"[".repeat(10_000)}`],
  },
];
