import { afterAll, beforeAll, expect, it } from "vitest";
import { type Attack, type AttackOutcome, runAttacks } from "../../src/attacks/index.ts";
import { type Central, connectCentral, useCentral } from "../../src/central/index.ts";
import { type GatewayLogin, startCentral, type TestCentral } from "../../src/rig/index.ts";

// What finds nothing must be able to find something: these do as root what a gateway's login may not.
let central: TestCentral;
let root: Central;
const outcomes = new Map<string, AttackOutcome>();

const asRoot = (sql: string) => async () => root.rows(sql);
const nothing = { read: false, changed: false, inferred: false, heldUp: false };

const PLANTED: readonly (Attack & { wanted: Partial<AttackOutcome> })[] = [
  { name: "a body", run: asRoot("SELECT body FROM event"), wanted: { read: true, inferred: true } },
  {
    name: "a name in hex",
    run: asRoot("SELECT HEX(name) AS h FROM site"),
    wanted: { read: true, inferred: true },
  },
  { name: "a number of rows", run: asRoot("SELECT COUNT(*) FROM rental"), wanted: { inferred: true } },
  {
    name: "a changed right",
    run: asRoot("GRANT SELECT ON rule TO central_reader"),
    wanted: { changed: true },
  },
  { name: "a held lock", run: holdLock, wanted: { heldUp: true } },
  { name: "nothing", run: asRoot("SELECT 1"), wanted: {} },
  // Last: the rows that are put back after it are the ones before it.
  {
    name: "a changed row",
    run: asRoot("UPDATE locker SET door = 'ajar'"),
    wanted: { changed: true, inferred: true },
  },
];

async function holdLock(login: GatewayLogin): Promise<unknown> {
  const close = login.close.bind(login);
  login.close = async () => {
    await root.run("ROLLBACK");
    await close();
  };
  await root.run("START TRANSACTION");
  await root.rows("SELECT id FROM gateway FOR UPDATE");
  return "held";
}

beforeAll(async () => {
  central = await startCentral({ args: ["--innodb-lock-wait-timeout=1"] });
  root = await connectCentral({ socketPath: central.mariadb.socketPath, user: "root" });
  await useCentral(root);
  for (const outcome of await runAttacks(central, PLANTED)) outcomes.set(outcome.name, outcome);
});
afterAll(async () => {
  await root.close();
  await central.close();
});

it.each(PLANTED)("notices $name", ({ name, wanted }) => {
  expect(outcomes.get(name)).toMatchObject({ ...nothing, ...wanted });
});
