/** People at the keypad: they read the OLED, type, and walk off in the middle. */
import type { Act } from "./rights.ts";
import type { World } from "./world.ts";

/** Power went while somebody stood there. */
export class Interrupted extends Error {}

const LOOK_MS = 12;
const PATIENCE_MS = 6000;
const LEFT_ALONE_MS = 31_000;
const BUSY = /^One moment|^$/;
const RESULT = {
  stored: /put things in/,
  collected: /# finish/,
  wrong: /^Wrong PIN/,
  locked: /^Too many wrong/,
  failed: /does not open/,
  taken: /was just taken|You have . already|Storing is paused/,
  gone: /is not yours any more/,
} as const;
type Result = keyof typeof RESULT;

export class AtKeypad {
  readonly #world: World;
  readonly #life: number;

  constructor(world: World) {
    this.#world = world;
    this.#life = world.cabinet.life;
    this.#check();
  }

  get screen(): string {
    return this.#world.cabinet.screen();
  }

  async type(keys: string): Promise<void> {
    const { cabinet, people, keys: pace } = this.#world;
    for (const key of keys) {
      cabinet.key(key);
      await this.#world.sleep(people.between(pace.from, pace.to));
      this.#check();
    }
  }

  /** Looks until the screen shows something else than what it is busy with. */
  async answer(not: RegExp = BUSY): Promise<string> {
    let before = "";
    for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_MS) {
      const { screen } = this;
      // A display that is still being drawn says nothing.
      if (screen === before && !BUSY.test(screen) && !not.test(screen)) return screen;
      before = screen;
      await this.#world.sleep(LOOK_MS);
      this.#check();
    }
    return this.screen;
  }

  /** The start screen, whatever the last person left. */
  async begin(): Promise<boolean> {
    for (let tries = 0; tries < 40; tries++) {
      const { screen } = this;
      if (/A Store B Collect/.test(screen) && !screen.startsWith("What to do")) return true;
      if (RESULT.collected.test(screen)) {
        await this.#world.sleep(LEFT_ALONE_MS);
        this.#check();
      } else await this.type("*");
    }
    return false;
  }

  /** Presses # for something that changes a right, and says how that ended. */
  async decide(act: Act, key = "#"): Promise<Result | undefined> {
    const { model } = this.#world;
    const before = this.screen;
    let screen: string;
    try {
      await this.type(key);
      screen = await this.answer(new RegExp(`^${before.replace(/[^A-Za-z0-9 ]/g, ".")}$`));
    } catch (error) {
      model.end(act, "unknown");
      throw error;
    }
    const result = (Object.keys(RESULT) as Result[]).find((name) => RESULT[name].test(screen));
    const done = result === "stored" || result === "collected";
    const known = result !== undefined || /has failed/.test(screen);
    model.end(act, done ? "done" : known ? "nothing" : "unknown");
    return result;
  }

  #check(): void {
    const { cabinet } = this.#world;
    if (!cabinet.powered || cabinet.life !== this.#life) throw new Interrupted();
  }
}

export interface AtDoor {
  readonly phone: string;
  readonly pin: string;
  /** Wanted, from 1. */
  readonly locker: number;
  /** Keys that are typed before the person walks off; more than there are for never. */
  readonly patience: number;
  readonly after: "finish" | "keep" | "leave" | "reopen";
}

export async function storeAtKeypad(
  world: World,
  { phone, pin, locker, patience, after }: AtDoor,
): Promise<string> {
  const at = new AtKeypad(world);
  if (!(await at.begin())) return "not at the start";
  await at.type("A");
  if (!/^Store/.test(at.screen)) return `refused: ${at.screen}`;
  if (patience < phone.length) {
    await at.type(phone.slice(0, patience));
    return "walked off";
  }
  await at.type(`${phone}#`);
  const list = await at.answer();
  if (!list.startsWith("Choose")) return `refused: ${list}`;
  await at.type(`${locker}`);
  const chosen = Number(/\[(\d+)\]/.exec(at.screen)?.[1] ?? 0);
  await at.type(`#${pin}#`);
  if (!/^Same/.test(await at.answer())) return `refused: ${at.screen}`;
  await at.type(pin);
  if (patience < phone.length + 4) return "walked off";
  const act = world.model.begin({ by: "keypad", deed: "store", locker: chosen, phone, pin });
  const result = await at.decide(act);
  if (result !== "stored") return `${result}`;
  world.owned({ phone, pin, locker: chosen });
  if (after === "reopen") await reopen(world, at, chosen, phone, pin);
  await close(world, chosen);
  if (after !== "leave") await at.type("#");
  return "stored";
}

export async function collectAtKeypad(
  world: World,
  { phone, pin, locker, patience, after }: AtDoor,
): Promise<string> {
  const at = new AtKeypad(world);
  if (!(await at.begin())) return "not at the start";
  await at.type("B");
  if (patience < phone.length) {
    await at.type(phone.slice(0, patience));
    return "walked off";
  }
  await at.type(`${phone}#`);
  let screen = await at.answer(/^[0-9 ]+ \*back|^Collect: phone/);
  if (screen.startsWith("No locker")) {
    world.deniedAt(phone);
    return "denied";
  }
  if (screen.startsWith("Your lockers")) {
    await at.type(`${locker}#`);
    screen = at.screen;
  }
  const chosen = Number(/^PIN, locker (\d+)/.exec(screen)?.[1] ?? 0);
  if (chosen === 0) return `refused: ${screen}`;
  await at.type(pin);
  if (patience < phone.length + 4) return "walked off";
  const since = world.journalAt();
  const act = world.model.begin({ by: "keypad", deed: "collect", locker: chosen, phone, pin });
  const result = await at.decide(act);
  if (result === "wrong" || (result === "locked" && world.triedSince(since, chosen, "keypad")))
    world.model.refused(act, result);
  // The PIN was right, the lock was not.
  if (result === "failed") world.model.budget.right(chosen);
  if (result === "gone") world.model.denied(act);
  if (result !== "collected") return `${result}`;
  if (after === "reopen") await reopen(world, at, chosen, phone, pin);
  if (after === "leave") return "collected, walked off";
  await close(world, chosen);
  if (after === "keep") {
    await at.type("A");
    await at.answer();
    return "collected, kept";
  }
  const finish = world.model.begin({ by: "keypad", deed: "finish", locker: chosen, phone });
  try {
    await at.type("#");
    const last = await at.answer(/# finish/);
    world.model.end(
      finish,
      last.startsWith("Thank you") ? "done" : /yours|failed/.test(last) ? "nothing" : "unknown",
    );
    return `collected, ${last.startsWith("Thank you") ? "finished" : last}`;
  } catch (error) {
    world.model.end(finish, "unknown");
    throw error;
  }
}

async function reopen(world: World, at: AtKeypad, locker: number, phone: string, pin: string): Promise<void> {
  const act = world.model.begin({ by: "keypad", deed: "collect", locker, phone, pin });
  await at.decide(act, "B");
}

async function close(world: World, locker: number): Promise<void> {
  await world.sleep(world.people.between(100, 600));
  world.cabinet.moveDoor(locker, false);
}
