/**
 * Somebody who wants into a locker and has all the time: tries PINs at the keypad and on the page, and cuts the power
 * as soon as a right PIN would have moved the lock. No schedule may give more tries than the budget.
 */
import type { ControllerMaker } from "./controller.ts";
import { AtKeypad, collectAtKeypad, storeAtKeypad } from "./keypad.ts";
import { collectOnPage } from "./page.ts";
import { Prng } from "./prng.ts";
import type { Violation } from "./violations.ts";
import { World } from "./world.ts";

export interface Guessing {
  /** Tries that were found wrong. */
  readonly tries: number;
  readonly violations: readonly Violation[];
  readonly operations: number;
}

const ATTEMPTS = 70;
/** A right PIN moves the lock in about 15 ms: who cuts the power later has learned that this one is wrong. */
const LEARNED_MS = { from: 30, to: 120 };
const PATIENCE_MS = 20_000;
const PHONE = "41791234567";
const LOCKER = 3;

export async function guess(seed: string, make: ControllerMaker): Promise<Guessing> {
  const world = new World({ seed: `guess ${seed}`, make });
  const prng = new Prng(`guess ${seed}`).fork("attacker");
  const { timeline, cabinet, gateway, violations } = world;
  const after = "leave" as const;
  const victim = { phone: PHONE, pin: `9${prng.digits(5)}`, locker: LOCKER, patience: 99, after };
  const alone = async (name: string, atKeypad: boolean, work: () => Promise<string>) => {
    world.act(name, atKeypad, work);
    await world.live(timeline.now + PATIENCE_MS, () => world.idle);
  };
  try {
    cabinet.powerOn();
    gateway.start();
    await world.live(timeline.now + 4000, () => world.ready);
    await alone("store", true, () => storeAtKeypad(world, victim));
    for (let attempt = 0; attempt < ATTEMPTS && violations.all.length === 0; attempt++) {
      const pin = `1${prng.digits(5)}`;
      const wrong = { ...victim, pin };
      const way = prng.below(12);
      if (way < 3) await alone("try at keypad", true, () => collectAtKeypad(world, wrong));
      else if (way < 7) await alone("try and cut", true, () => tryAndCut(world, prng, pin));
      else if (way < 10) await alone("try on page", false, () => collectOnPage(world, wrong));
      else if (way < 11) await world.live(timeline.now + prng.between(1000, 400_000));
      else await world.live(timeline.now + prng.between(1000, 930_000));
      await world.live(timeline.now + 3000, () => world.ready);
    }
  } finally {
    world.close();
  }
  return { tries: world.model.budget.count, violations: violations.all, operations: world.operations };
}

async function tryAndCut(world: World, prng: Prng, pin: string): Promise<string> {
  const { cabinet, timeline, model } = world;
  const at = new AtKeypad(world);
  if (!(await at.begin())) return "not at the start";
  await at.type(`B${PHONE}#`);
  if (!/^PIN, locker/.test(await at.answer(/^[0-9 ]+ \*back|^Collect: phone/))) return at.screen;
  await at.type(pin);
  const act = model.begin({ by: "keypad", deed: "collect", locker: LOCKER, phone: PHONE, pin });
  const before = world.journalAt();
  cabinet.key("#");
  await world.sleep(prng.between(LEARNED_MS.from, LEARNED_MS.to));
  // The record of a try is begun before its PIN is looked at: without one nothing was learned.
  const tried = world.journalAt() > before;
  world.powerBackAfter = prng.between(20, 500);
  cabinet.powerOff(prng.pick([0, 1, 2] as const));
  model.end(act, "unknown");
  if (tried) model.budget.wrong(PHONE, LOCKER, timeline.now);
  await world.sleep(1000);
  return "cut";
}
