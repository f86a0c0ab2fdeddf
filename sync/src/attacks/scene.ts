/** A victim with a secret in every row, an attacker with a login, and careless accounts that look like the victim's. */
import { createHash, randomBytes } from "node:crypto";
import { queueCommand } from "../central/index.ts";
import type { SyncRequest } from "../contract/index.ts";
import { FakeLedger, type GatewayLogin, type TestCentral } from "../rig/index.ts";
import type { Target } from "./attack.ts";

export interface Scene {
  readonly target: Target;
  readonly victim: GatewayLogin;
  victimRequest(): SyncRequest;
  /** A new connection. */
  attacker(): GatewayLogin;
  /** A hash over all that an attacker must not change. */
  snapshot(): Promise<string>;
  /** As if the attacker had just been added. */
  resetAttacker(): Promise<void>;
  /** As if the victim had never been there. */
  hideVictim(): Promise<void>;
  showVictim(): Promise<void>;
}

const TABLES = ["life", "site", "cabinet", "locker", "rental", "event", "event_dead", "command"];
const FRESH = `epoch = 0, epoch_id = NULL, last_seq = 0, last_hash = REPEAT('0', 64), last_rev = 0, last_command = 0,
  last_dead = 0, exchanges = 0, challenge = NULL, last_seen = NULL`;

/** What else an attacker must not change: accounts, rights, routines, tables, settings. */
const SERVER = [
  "SELECT * FROM mysql.db ORDER BY 1, 2, 3",
  "SELECT * FROM mysql.tables_priv ORDER BY 1, 2, 3, 4",
  "SELECT * FROM mysql.procs_priv ORDER BY 1, 2, 3, 4",
  "SELECT * FROM mysql.roles_mapping ORDER BY 1, 2, 3",
  "SELECT * FROM mysql.proxies_priv ORDER BY 1, 2, 3, 4",
  "SELECT ROUTINE_SCHEMA, ROUTINE_NAME, SECURITY_TYPE, DEFINER, MD5(ROUTINE_DEFINITION) FROM information_schema.ROUTINES ORDER BY 1, 2",
  "SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, ENGINE FROM information_schema.TABLES ORDER BY 1, 2",
  "SELECT TRIGGER_NAME FROM information_schema.TRIGGERS ORDER BY 1",
  "SELECT EVENT_NAME, STATUS, DEFINER FROM information_schema.EVENTS ORDER BY 1",
  "SHOW GLOBAL VARIABLES WHERE Variable_name NOT LIKE '%gtid%' AND Variable_name NOT LIKE '%timestamp%'",
  "SELECT * FROM holdfast.rule ORDER BY 1",
];

export async function setScene(central: TestCentral): Promise<Scene> {
  const { root } = central;
  const secret = `secret${randomBytes(8).toString("hex")}`;
  const victim = await central.gateway("victim");
  const attacker = await central.gateway("attacker");
  const ledger = await fill(victim, secret);
  const command = { kind: "release", gateway: "victim", cabinet: "main", locker: 1, minutes: 600 } as const;
  const { id: commandId } = await queueCommand(root, { ...command, reason: secret });
  // It was fetched and is being carried out.
  await victim.exchange(ledger.request(ledger.events.length));

  const idOf = async (name: string) => {
    const [row] = await root.rows<{ id: number }>("SELECT id FROM gateway WHERE name = ?", [name]);
    return row?.id ?? 0;
  };
  const target: Target = {
    id: await idOf("victim"),
    name: "victim",
    account: victim.credentials.user,
    commandId,
    epochId: ledger.id,
    seq: ledger.events.length,
    hash: ledger.head,
    secret,
    own: { id: await idOf("attacker"), name: "attacker", account: attacker.credentials.user },
    twins: await makeTwins(central, victim.credentials.user),
  };
  await root.run("CREATE DATABASE aside");
  for (const table of ["gateway", ...TABLES]) {
    const key = table === "gateway" ? "id" : "gateway_id";
    await root.run(`CREATE TABLE aside.${table} AS SELECT * FROM ${table} WHERE ${key} = ${target.id}`);
  }
  const hash = (rows: unknown) => createHash("sha256").update(JSON.stringify(rows)).digest("hex");
  const { user, password } = attacker.credentials;
  const rename = (from: string, to: string) => root.run(`RENAME USER '${from}'@'%' TO '${to}'@'%'`);
  return {
    target,
    victim,
    victimRequest: () => ledger.request(ledger.events.length),
    attacker: () => attacker.again(),
    snapshot: async () => {
      const all: unknown[] = [];
      for (const table of TABLES) {
        all.push(
          await root.rows(`SELECT * FROM ${table} WHERE gateway_id <> ${target.own.id} ORDER BY 1, 2, 3`),
        );
      }
      // The victim's own exchanges change these two.
      const gateways = await root.rows<Record<string, unknown>>(`SELECT * FROM gateway ORDER BY id`);
      all.push(
        gateways
          .filter((row) => row["id"] !== target.own.id)
          .map(({ exchanges: _exchanges, last_seen: _seen, ...row }) => row),
      );
      all.push(await root.rows(`SELECT * FROM mysql.global_priv WHERE User <> '${user}' ORDER BY 1, 2`));
      for (const sql of SERVER) all.push(await root.rows(sql));
      return hash(all);
    },
    resetAttacker: async () => {
      for (const table of TABLES) await root.run(`DELETE FROM ${table} WHERE gateway_id = ${target.own.id}`);
      // It may even read its own rows.
      await root.run(`UPDATE gateway SET ${FRESH}, restore_until = '2100-01-01' WHERE id = ${target.own.id}`);
      await root.run(`ALTER USER '${user}'@'%' IDENTIFIED BY '${password}'`);
    },
    hideVictim: async () => {
      for (const table of TABLES) await root.run(`DELETE FROM ${table} WHERE gateway_id = ${target.id}`);
      await root.run(
        `UPDATE gateway SET ${FRESH}, account = 'holdfast-vanished', name = 'vanished' WHERE id = ${target.id}`,
      );
      await rename(target.account, "holdfast-vanished");
    },
    showVictim: async () => {
      for (const table of TABLES) await root.run(`INSERT INTO ${table} SELECT * FROM aside.${table}`);
      await root.run(`REPLACE INTO gateway SELECT * FROM aside.gateway`);
      await rename("holdfast-vanished", target.account);
    },
  };
}

/** Something of everything, with the secret in it. */
async function fill(victim: GatewayLogin, secret: string): Promise<FakeLedger> {
  const ledger = new FakeLedger("victim-ledger");
  ledger.append({ kind: "NOT A KIND", reason: secret });
  for (let at = 0; at < 40; at++)
    ledger.append({ reason: `${secret} ${at}`, outcome: at % 4 === 0 ? "wrong_pin" : "done" });
  const bytes = Buffer.from(secret).toString("hex");
  const rows = {
    after: 0,
    to: 12,
    site: {
      rev: ++ledger.rev,
      name: secret,
      software: "0.1.0",
      settings: JSON.stringify({ secret }),
      sealed: bytes,
    },
    cabinets: [{ rev: ++ledger.rev, cabinet: "main", name: secret, link: "up", sealed: bytes }],
    lockers: [1, 2, 3].map((number) =>
      ledger.locker(number, { state: "held", verifier: bytes, sealed: bytes }),
    ),
    rentals: [1, 2, 3].map((id) =>
      ledger.rental(id, { ended_by: secret, phone_sealed: bytes, phone_clear: "41790000001" }),
    ),
  };
  await victim.exchange(ledger.request(0, 1000, { rows, challenge: secret }));
  return ledger;
}

async function makeTwins(central: TestCentral, account: string): Promise<Target["twins"]> {
  const password = randomBytes(12).toString("hex");
  const users = [
    account.toUpperCase(),
    account.replace("v", "V"),
    `${account}@x`,
    `x@${account}`,
    account.replace("i", "í"),
    `${account} x`,
  ];
  for (const user of users) {
    await central.root.run(`CREATE USER '${user}'@'%' IDENTIFIED BY '${password}'`);
    await central.root.run(`GRANT EXECUTE ON PROCEDURE sync_v1 TO '${user}'@'%'`);
  }
  return users.map((user) => ({ user, password }));
}
