/**
 * A controller for tests of the protocol: real frames, a journal, and faults on request. What the real
 * firmware does is tested with the real firmware.
 */
import {
  type EventKind,
  encodeSlot,
  type Frame,
  type Message,
  type MessageOf,
  OUTCOME,
  type Outcome,
} from "@holdfast/protocol";
import { FakeJournal } from "./fake-journal.ts";
import { FakePort } from "./fake-port.ts";
import { type CommandMessage, FakeRights } from "./fake-rights.ts";
import { FakeSession } from "./fake-session.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** What becomes of a frame on the way: passed on, lost, or doubled. */
export type Fate = "pass" | "lose" | "double";

const PULSE_MS = 200;

export class FakeController extends FakePort {
  readonly #clock: VirtualClock;
  readonly session = new FakeSession();
  readonly rights = new FakeRights();
  readonly slots = this.rights.slots;
  readonly pins = this.rights.pins;
  readonly journal = new FakeJournal(this.rights);
  /** Locker numbers in the order of the pulses. */
  readonly pulses: number[] = [];
  readonly received: Message[] = [];
  doorsOpen = 0;
  relaysOk = 0xff;
  /** Answers every command with this and does nothing. */
  answers: { readonly outcome: number; readonly wait_s?: number } | undefined;
  /** False: connected, but the controller says nothing. */
  alive = true;
  toGateway: (message: Message) => Fate = () => "pass";
  toController: (message: Message) => Fate = () => "pass";
  protected readonly keyOf = this.session.keyOf;
  #bootedAt = 0;
  #results = new Map<number, MessageOf<"result">>();
  #greatest = 0;
  #running: number | undefined;
  #eventAt = Number.NEGATIVE_INFINITY;
  #heartbeatAt = 0;

  constructor(clock: VirtualClock) {
    super();
    this.#clock = clock;
    this.#run();
  }

  #run(): void {
    this.#tick();
    this.#clock.after(10, () => this.#run());
  }

  protected override takeFrame(frame: Frame, message: Message): void {
    if (!this.alive) return;
    const fate = this.toController(message);
    if (fate === "lose") return;
    this.#take(frame, message);
    if (fate === "double") this.#take(frame, message);
  }

  #take(frame: Frame, message: Message): void {
    const { session } = this;
    if (frame.session === 0) {
      const answer = session.plain(message);
      if (answer) this.#wire(answer, session.plainWire(answer));
      return;
    }
    // A frame that was doubled on the way comes here twice.
    if (session.keyOf(frame.session, frame.counter) === undefined) return;
    if (session.accept(frame)) this.heartbeat();
    this.received.push(message);
    this.#handle(message);
  }

  get uptime(): number {
    return this.#clock.monotonic() - this.#bootedAt;
  }

  /** Loses what is in RAM. */
  reboot(): void {
    this.session.reboot();
    this.#bootedAt = this.#clock.monotonic();
    this.#results.clear();
    this.#greatest = 0;
    this.#running = undefined;
    this.rights.collected.clear();
  }

  /** A blank controller is put in its place. */
  replace(): void {
    this.session.blank();
    this.rights.blank();
    this.journal.clear();
    this.reboot();
  }

  #wire(message: Message, bytes: Uint8Array | undefined): void {
    if (!this.alive || !bytes) return;
    const fate = this.toGateway(message);
    if (fate === "lose") return;
    this.raw(bytes);
    if (fate === "double") this.raw(bytes);
  }

  send(message: Message): void {
    if (this.session.up) this.#wire(message, this.session.sealedWire(message));
  }

  #tick(): void {
    const now = this.#clock.monotonic();
    if (!this.session.up) return;
    if (now >= this.#heartbeatAt) this.heartbeat();
    const next = this.journal.next();
    if (next && now - this.#eventAt >= 500) {
      this.#eventAt = now;
      this.send(next);
    }
  }

  heartbeat(): void {
    this.#heartbeatAt = this.#clock.monotonic() + 1000;
    this.send({
      name: "controller_heartbeat",
      uptime: this.uptime,
      slots_digest: this.rights.digest(),
      config_digest: this.rights.configDigest,
      sequence_first: this.journal.acknowledged + 1,
      sequence_last: this.journal.sequence,
      doors_open: this.doorsOpen,
      doors_sensed: 0xff,
      relays_ok: this.relaysOk,
      switches: 0,
      stack_free: 400,
      lockers: this.rights.lockers,
    });
  }

  // The messages

  #handle(message: Message): void {
    switch (message.name) {
      case "acknowledge":
        this.journal.acknowledge(message.sequence);
        this.#eventAt = Number.NEGATIVE_INFINITY;
        break;
      case "query_slot":
        this.#sendSlot(message.locker);
        break;
      case "query_result":
        this.#query(message.id);
        break;
      case "pair_finish": {
        const taken = this.rights.empty;
        if (taken) this.rights.pins.clear();
        this.send(this.session.finish(message, taken));
        break;
      }
      case "gateway_heartbeat":
      case "set_time":
        break;
      default:
        if ("deadline" in message) this.#command(message);
    }
  }

  #sendSlot(locker: number): void {
    const slot = this.slots.get(locker);
    const there = slot !== undefined && slot !== "damaged";
    const record = there ? encodeSlot(slot) : new Uint8Array(16);
    this.send({ name: "slot", locker, present: there ? 1 : 0, slot: record });
  }

  #query(id: number): void {
    const known = this.#results.get(id);
    if (known) this.send(known);
    else if (id === this.#running) this.#answer(id, "busy");
    else this.#answer(id, id > this.#greatest ? "never_seen" : "unknown");
  }

  #answer(id: number, outcome: Outcome, locker = 0, rental = 0): void {
    this.send({ name: "result", id, outcome: OUTCOME[outcome], locker, rental, wait_s: 0 });
  }

  #command(message: CommandMessage): void {
    const { id } = message;
    if (this.#results.has(id) || id <= this.#greatest || id === this.#running) this.#query(id);
    else if (this.uptime > message.deadline) this.#answer(id, "expired");
    else if (this.#running !== undefined) this.#answer(id, "busy");
    else this.#carryOut(message);
  }

  #carryOut(message: CommandMessage): void {
    const { id } = message;
    if (this.answers) {
      this.send({ name: "result", id, locker: 0, rental: 0, wait_s: 0, ...this.answers });
      return;
    }
    this.#running = id;
    const { outcome, kind, locker, rental, opens } = this.rights.carryOut(message);
    const end = () => {
      if (this.#running !== id) return;
      this.#running = undefined;
      this.#greatest = Math.max(this.#greatest, id);
      const result: MessageOf<"result"> = {
        name: "result",
        id,
        outcome: OUTCOME[outcome],
        locker,
        rental: outcome === "done" ? rental : 0,
        wait_s: 0,
      };
      this.#results.set(id, result);
      if (outcome === "done" || outcome === "wrong_pin" || outcome === "door_failed") {
        const slot = this.slots.get(locker);
        const detail = outcome === "wrong_pin" && slot && slot !== "damaged" ? slot.wrongTries : 0;
        this.record(kind, { locker, outcome: OUTCOME[outcome], rental, reference: id, detail });
      }
      this.send(result);
      if (locker > 0) this.#sendSlot(locker);
    };
    if (outcome === "done" && opens) {
      this.pulses.push(locker);
      // Like the firmware: the slot is told of before the door opens, the journal's record after the pulse.
      this.#sendSlot(locker);
      this.heartbeat();
      this.#clock.after(PULSE_MS, end);
    } else end();
  }

  /** Puts an event into the journal. */
  record(kind: EventKind, event: Partial<MessageOf<"event">>): void {
    this.journal.add(kind, event);
    this.heartbeat();
  }

  /** Somebody stores at the keypad. */
  keypadStore(locker: number, phone: string, pin: string): void {
    const slot = this.rights.hold(locker, phone, pin);
    this.record("keypad_store", { locker, rental: slot.rental });
    this.#sendSlot(locker);
  }

  keypadFinish(locker: number): void {
    const slot = this.slots.get(locker);
    if (slot === undefined || slot === "damaged") throw new Error("nothing there");
    this.slots.set(locker, { ...slot, held: false, phone: "", version: (slot.version + 1) & 0xff });
    this.record("keypad_finish", { locker, rental: slot.rental });
    this.#sendSlot(locker);
  }
}
