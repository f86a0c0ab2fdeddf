/**
 * Who may open what: known only from what people were told and what was seen at the locks, by rules of its own. Where
 * power failed before somebody was told, several rights are possible until something decides.
 */
import { Budget } from "./budget.ts";
import { Pulses } from "./pulses.ts";
import type { JournalHead } from "./record.ts";
import { type Act, after, FREE, kindOf, type Right, same } from "./rights.ts";
import type { Violations } from "./violations.ts";

/** How an act ended for who did it. `nothing`: for certain without effect. */
export type End = "done" | "nothing" | "unknown";

/** A command is carried out within its deadline or never (PROTOCOL.md, "Commands"): 3 s, and some for the work. */
const COMMAND_LIVES_MS = 3600;
/**
 * Asked again, a request first waits for up to 5 s until the journal tells what became of the first (commander.ts); its
 * command waits at most 4 s for those before it (LINK_TIMES), and lives 3 s from when it is sent.
 */
const ASKED_LIVES_MS = 5000 + 4000 + COMMAND_LIVES_MS;
const REMEMBERED_MS = 30_000;
const PULSE_MOST_MS = 500;
const VALID_USER_MS = 3000;
const DONE = 0x0f;
interface Locker {
  possible: Right[];
  acts: Act[];
  out: "no" | "maybe" | "yes";
  readonly revoked: Set<string>;
  readonly pulses: Pulses;
  /** Acts whose effect came and was undone by another already. */
  readonly over: Set<number>;
}

export class Model {
  readonly #now: () => number;
  readonly #violations: Violations;
  readonly #lockers: Locker[];
  readonly #commands = new Set<number>();
  readonly budget: Budget;
  #acts = 0;
  #lastRecord = 0;

  constructor(lockers: number, now: () => number, violations: Violations) {
    this.#now = now;
    this.#violations = violations;
    this.budget = new Budget(violations, now);
    this.#lockers = Array.from({ length: lockers }, () => ({
      possible: [FREE],
      acts: [],
      out: "no",
      revoked: new Set(),
      pulses: new Pulses(),
      over: new Set(),
    }));
  }

  get count(): number {
    return this.#lockers.length;
  }

  possible(locker: number): readonly Right[] {
    return this.#at(locker).possible;
  }

  /** The one right that is possible; undefined when several are, or something is under way. */
  certain(locker: number): Right | undefined {
    const { possible } = this.#at(locker);
    return possible.length === 1 && this.#underWay(locker).length === 0 ? possible[0] : undefined;
  }

  outOfService(locker: number): "no" | "maybe" | "yes" {
    return this.#at(locker).out;
  }

  begin(act: Pick<Act, "by" | "deed" | "locker"> & Partial<Pick<Act, "phone" | "pin" | "out">>): Act {
    const { by, deed, locker, phone = "", pin = "", out = false } = act;
    const begun: Act = {
      ...{ by, deed, locker, phone, pin, out },
      ...{
        id: ++this.#acts,
        since: this.#now(),
        asked: this.#now(),
        until: Number.POSITIVE_INFINITY,
        cut: false,
      },
    };
    const at = this.#at(locker);
    at.acts = at.acts.filter(({ until }) => until >= this.#now() - REMEMBERED_MS);
    at.acts.push(begun);
    if (deed === "service" && (!out || at.out !== "yes")) at.out = "maybe";
    if (deed === "pin" && by === "operator") this.budget.forgive(phone);
    this.#close(at);
    return begun;
  }

  end(act: Act, end: End): void {
    const at = this.#at(act.locker);
    const now = this.#now();
    act.until = end === "unknown" && act.by !== "keypad" ? now + COMMAND_LIVES_MS : now;
    if (act.deed === "pin" && act.by === "operator") this.budget.forgive(act.phone);
    // The rental may have ended, and its tries with it.
    if (end === "unknown" && (act.deed === "finish" || act.deed === "release")) this.budget.right(act.locker);
    if (end === "unknown" && act.deed === "collect" && act.cut) this.budget.cutOff(act.phone);
    if (end === "nothing") this.#undo(at, act);
    if (end === "done") this.#carryOut(at, act);
    if (end !== "unknown") at.acts = at.acts.filter((other) => other !== act);
    this.#close(at);
  }

  /** A PIN left for a phone. */
  told(phone: string, locker: number, pin: string): void {
    const at = this.#at(locker);
    at.possible = at.possible.map((right) =>
      right.held && right.phone === phone && !(right.exact && right.pins.length > 0)
        ? { ...right, pins: [...right.pins, pin] }
        : right,
    );
  }

  /**
   * A PIN was answered as wrong: it used up a try, and the right one would not have been refused. Who was told to wait
   * (`locked`) was perhaps not the one whose try it was.
   */
  refused(act: Act, how: "wrong" | "locked"): void {
    const right = this.certain(act.locker);
    if (how === "wrong" && right && right.by < act.id && this.#fits(right, act) && right.exact)
      this.#violations.add("S5", `the right PIN of locker ${act.locker} was refused`);
    // Of two at once nobody can say whose try it was, nor whether an operator lifted the lock before or after it.
    const others = this.#lockers.flatMap((at) =>
      at.acts.filter((one) => one !== act && one.until >= act.since),
    );
    const unclear = others.some(
      ({ phone, deed }) => phone === act.phone && (deed === "collect" || deed === "pin"),
    );
    if (unclear) this.budget.perhaps(act.phone);
    else this.budget.wrong(act.phone, act.locker, act.since);
  }

  /** A person was told that nothing of theirs is there. */
  denied(act: Act): void {
    const right = this.certain(act.locker);
    // What was stored meanwhile was perhaps not there when it was looked at.
    if (right?.held && right.phone === act.phone && right.by < act.id)
      this.#violations.add("S5", `locker ${act.locker} is not known as held any more`);
  }

  /** A lock was energised; `record` is what stood in the journal by then. */
  pulse(locker: number, record: JournalHead | undefined): void {
    const { pulses } = this.#at(locker);
    const acts = this.#underWay(locker).filter((act) => kindOf(act) !== undefined);
    const entitled = acts.filter((act) => this.#entitled(act));
    const fitting = entitled.filter((one) => kindOf(one) === record?.kind);
    // Of several, first who still waits for an answer.
    const eligible = fitting.sort((a, b) => Number(b.until > a.until) - Number(b.until < a.until));
    const act = eligible[0];
    if (!act || !pulses.add(eligible)) {
      const broken = this.#whatIsBroken(locker, acts, act !== undefined, entitled.length > 0);
      this.#violations.add(broken, this.#describe(locker, acts, record));
      return;
    }
    if (!record || record.locker !== locker || record.outcome !== DONE || record.sequence <= this.#lastRecord)
      this.#violations.add("S2", `locker ${locker} opened before its record: ${JSON.stringify(record)}`);
    this.#lastRecord = record?.sequence ?? 0;
    if (act.by !== "keypad" && record) {
      if (this.#commands.has(record.reference))
        this.#violations.add("S3", `a second pulse for command ${record.reference}`);
      this.#commands.add(record.reference);
    }
    if (act.by === "keypad" && this.#now() - act.since > VALID_USER_MS)
      this.#violations.add("L1", `locker ${locker} opened after ${Math.round(this.#now() - act.since)} ms`);
    if (act.deed === "collect") {
      const at = this.#at(locker);
      at.possible = at.possible.filter((right) => eligible.some((one) => this.#fits(right, one)));
      this.budget.right(locker);
      this.#close(at);
    }
  }

  pulseEnded(locker: number, milliseconds: number): void {
    if (milliseconds > PULSE_MOST_MS)
      this.#violations.add("S1", `locker ${locker} was energised for ${milliseconds} ms`);
  }

  powerFailed(): void {
    for (const { acts } of this.#lockers) for (const act of acts) act.cut = true;
  }

  /** The gateway went back to an old backup: where it is in doubt, it gives new PINs by message. */
  restored(): void {
    for (const at of this.#lockers)
      at.possible = at.possible.map((right) => ({ ...right, exact: !right.held }));
  }

  #at(locker: number): Locker {
    return this.#lockers[locker - 1] as Locker;
  }

  #underWay(locker: number): Act[] {
    const now = this.#now();
    return this.#at(locker).acts.filter((act) => act.until >= now);
  }

  #fits(right: Right, { phone, pin }: Act): boolean {
    return right.held && right.phone === phone && right.pins.includes(pin);
  }

  #entitled(act: Act): boolean {
    if (act.by !== "keypad" && this.#now() - act.asked > ASKED_LIVES_MS) return false;
    const { possible, out } = this.#at(act.locker);
    if (act.deed === "store")
      return out !== "yes" && possible.some((right) => !right.held || right.by === act.id);
    if (act.deed === "collect") return possible.some((right) => this.#fits(right, act));
    return act.deed === "open";
  }

  #whatIsBroken(locker: number, acts: readonly Act[], twice: boolean, entitled: boolean): string {
    if (acts.length === 0) return "S4";
    const { revoked, out, pulses } = this.#at(locker);
    if (twice || (!entitled && acts.some((act) => pulses.of(act)))) return "S3";
    if (entitled) return "S2";
    const was = acts.some((act) => revoked.has(`${act.phone} ${act.pin}`));
    return was || out === "yes" ? "S8" : "S2";
  }

  #describe(locker: number, acts: readonly Act[], record: JournalHead | undefined): string {
    const { possible, pulses } = this.#at(locker);
    const asked = acts
      .map((act) => `${act.by} ${act.deed} ${act.phone} ${act.pin}${pulses.of(act) ? " (has opened)" : ""}`)
      .join(", ");
    const rights = possible.map((right) => (right.held ? `${right.phone} ${right.pins.join("/")}` : "free"));
    const journal = record
      ? `kind ${record.kind} locker ${record.locker} reference ${record.reference}`
      : "none";
    return `locker ${locker} opened; asked: ${asked || "nothing"}; right: ${rights.join(" or ")}; record: ${journal}`;
  }

  #carryOut(at: Locker, act: Act): void {
    if (act.deed === "service") {
      const other = at.acts.some((one) => one !== act && one.deed === "service" && one.until >= act.since);
      at.out = other ? "maybe" : act.out ? "yes" : "no";
    }
    if (kindOf(act) !== undefined && !at.pulses.done(act) && !act.cut)
      this.#violations.add("S5", `locker ${act.locker} was said to be open and never was`);
    if (!["store", "finish", "release", "pin"].includes(act.deed) || at.over.has(act.id)) return;
    const made = at.possible.filter((right) => right.by === act.id);
    const changed = at.possible.flatMap((right) => after(act, right) ?? []);
    const next = made.length > 0 ? made : changed;
    if (next.length === 0) return;
    for (const right of at.possible) {
      if (next.includes(right)) continue;
      for (const pin of right.pins) at.revoked.add(`${right.phone} ${pin}`);
      // Whoever stored it is told so later, perhaps, and must not be believed to store it once more.
      if (at.acts.some((other) => other.id === right.by && at.pulses.of(other))) at.over.add(right.by);
    }
    if (act.deed !== "pin") this.budget.right(act.locker);
    // What began later may have come before or after.
    at.possible = [...next, ...at.possible.filter((right) => right.by > act.id && !next.includes(right))];
    for (const { phone, pins } of at.possible) for (const pin of pins) at.revoked.delete(`${phone} ${pin}`);
  }

  #undo(at: Locker, act: Act): void {
    const rest = at.possible.filter((right) => right.by !== act.id);
    if (rest.length > 0) at.possible = rest;
  }

  /** Adds all rights that what is under way may still lead to. */
  #close(at: Locker): void {
    const now = this.#now();
    for (let i = 0; i < at.possible.length && at.possible.length < 24; i++) {
      for (const act of at.acts) {
        if (act.until < now) continue;
        const right = after(act, at.possible[i] as Right);
        if (right && !at.possible.some((other) => same(other, right))) at.possible.push(right);
      }
    }
  }
}
