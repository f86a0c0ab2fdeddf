/**
 * Runs attacks against a victim full of rows, and once more against one that has none. What an attack gave must not
 * contain the victim's secret (read) and must be the same both times (inferred); the victim's rows, all accounts, rights,
 * routines and settings must be as before (changed); and the victim must be served meanwhile (held up).
 */
import type { GatewayLogin, TestCentral } from "../rig/index.ts";
import type { Attack } from "./attack.ts";
import { outcomeOf } from "./outcome.ts";
import { type Scene, setScene } from "./scene.ts";

export interface AttackOutcome {
  readonly name: string;
  readonly read: boolean;
  readonly changed: boolean;
  readonly inferred: boolean;
  readonly heldUp: boolean;
  /** What the attacker got, for a person to look at. */
  readonly outcome: string;
}

const PATIENCE_MS = 10_000;

export async function runAttacks(central: TestCentral, attacks: readonly Attack[]): Promise<AttackOutcome[]> {
  const scene = await setScene(central);
  const outcomes: AttackOutcome[] = [];
  for (const attack of attacks) outcomes.push(await runAttack(scene, attack));
  return outcomes;
}

async function runAttack(scene: Scene, attack: Attack): Promise<AttackOutcome> {
  const { secret } = scene.target;
  await scene.resetAttacker();
  const before = await scene.snapshot();
  const first = scene.attacker();
  const outcome = await outcomeOf(first, attack, scene.target);
  // While the attacker is still connected, with whatever locks it got.
  const heldUp = !(await servesInTime(scene.victim, scene));
  await first.close();
  const changed = (await scene.snapshot()) !== before;

  await scene.resetAttacker();
  await scene.hideVictim();
  const second = scene.attacker();
  const without = await outcomeOf(second, attack, scene.target).finally(() => second.close());
  await scene.showVictim();

  const hex = Buffer.from(secret).toString("hex");
  const base64 = Buffer.from(secret).toString("base64").slice(0, -4);
  const read = [secret, hex, hex.toUpperCase(), base64].some((text) => outcome.includes(text));
  return { name: attack.name, read, changed, inferred: outcome !== without, heldUp, outcome };
}

async function servesInTime(victim: GatewayLogin, scene: Scene): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS);
  });
  const served = victim.exchange(scene.victimRequest()).then(
    ({ code }) => code === "ok",
    () => false,
  );
  return Promise.race([served, late]).finally(() => clearTimeout(timer));
}
