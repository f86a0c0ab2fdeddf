/** The slot table of the fake controller: rights and PINs, checked as simply as possible. */
import {
  crc32,
  decodeSlot,
  type EventKind,
  encodeSlot,
  type Message,
  type Outcome,
  SLOT_LENGTH,
  type Slot,
  unpackDigits,
} from "@holdfast/protocol";
import {
  type ControllerConfiguration,
  configurationDigest,
} from "../../src/cabinet/controller-configuration.ts";

export type CommandMessage = Extract<Message, { id: number; deadline: number }>;

export interface CarriedOut {
  readonly outcome: Outcome;
  readonly kind: EventKind;
  readonly locker: number;
  readonly rental: number;
  readonly opens: boolean;
}

export class FakeRights {
  lockers = 8;
  configDigest = 0;
  readonly slots = new Map<number, Slot | "damaged">();
  readonly pins = new Map<number, string>();
  readonly collected = new Set<number>();

  /** Nothing that was ever held is in it. */
  blank(): void {
    this.slots.clear();
    this.pins.clear();
    this.collected.clear();
    this.lockers = 8;
    this.configDigest = 0;
  }

  /** No locker is held or damaged. */
  get empty(): boolean {
    return [...this.slots.values()].every((slot) => slot !== "damaged" && !slot.held);
  }

  digest(): number {
    let digest = 0;
    for (let locker = 1; locker <= this.lockers; locker++) {
      const slot = this.slot(locker);
      digest = crc32(slot === undefined ? new Uint8Array(SLOT_LENGTH) : encodeSlot(slot), digest);
    }
    return digest;
  }

  /** The valid record of a locker. */
  slot(locker: number): Slot | undefined {
    const slot = this.slots.get(locker);
    return slot === "damaged" ? undefined : slot;
  }

  hold(locker: number, phone: string, pin: string): Slot {
    const old = this.slot(locker) ?? { version: 0, rental: 0 };
    const slot: Slot = {
      locker,
      held: true,
      outOfService: false,
      version: (old.version + 1) & 0xff,
      rental: old.rental + 1,
      phone,
      wrongTries: 0,
      verifier: new Uint8Array([locker, 7, 7]),
    };
    this.slots.set(locker, slot);
    this.pins.set(locker, pin);
    return slot;
  }

  carryOut(message: CommandMessage): CarriedOut {
    const locker = lockerOf(message);
    const slot = this.slot(locker);
    const answer = (kind: EventKind, outcome: Outcome = "done", opens = false): CarriedOut => {
      return { outcome, kind, locker, rental: this.slot(locker)?.rental ?? 0, opens };
    };
    const bump = (changes: Partial<Slot>) => {
      const old = this.slot(locker);
      if (old) this.slots.set(locker, { ...old, version: (old.version + 1) & 0xff, ...changes });
    };
    switch (message.name) {
      case "store": {
        if (slot?.held || this.slots.get(locker) === "damaged") return answer("web_store", "not_free");
        if (slot?.outOfService) return answer("web_store", "out_of_service");
        this.hold(locker, unpackDigits(message.phone) ?? "", unpackDigits(message.pin) ?? "");
        return answer("web_store", "done", true);
      }
      case "collect":
        if (!slot?.held || slot.phone !== unpackDigits(message.phone))
          return answer("web_collect", "not_held");
        if (this.pins.get(locker) !== unpackDigits(message.pin)) {
          bump({ wrongTries: slot.wrongTries + 1 });
          return answer("web_collect", "wrong_pin");
        }
        this.collected.add(locker);
        return answer("web_collect", "done", true);
      case "finish":
        if (!this.collected.delete(locker)) return answer("web_finish", "not_collected");
        bump({ held: false, phone: "" });
        return answer("web_finish");
      case "operator_open":
        return answer("operator_open", "done", true);
      case "set_service":
        if (!slot) this.slots.set(locker, { ...this.hold(locker, "", ""), held: false });
        bump({ outOfService: message.out_of_service === 1 });
        return answer("set_service");
      case "release":
        if (slot?.rental !== message.rental || !slot.held) return answer("release", "wrong_rental");
        bump({ held: false, phone: "" });
        return answer("release");
      case "set_pin":
        if (slot?.rental !== message.rental || !slot.held) return answer("set_pin", "wrong_rental");
        this.pins.set(locker, unpackDigits(message.pin) ?? "");
        bump({
          verifier: new Uint8Array([locker, 8, slot.version]),
          ...(message.clear_tries ? { wrongTries: 0 } : {}),
        });
        return answer("set_pin");
      case "restore_slot": {
        if (slot) return answer("restore_slot", "slot_valid");
        const restored = decodeSlot(message.slot);
        if (restored) this.slots.set(locker, restored);
        return answer("restore_slot", restored ? "done" : "bad_value");
      }
      case "set_config": {
        const { id: _id, deadline: _deadline, ...configuration } = message;
        this.configDigest = configurationDigest(configuration as ControllerConfiguration);
        this.lockers = message.lockers;
        return answer("set_config");
      }
    }
  }
}

function lockerOf(message: CommandMessage): number {
  if (message.name === "restore_slot") return ((message.slot[0] ?? 0) & 0x1f) + 1;
  return "locker" in message ? message.locker : 0;
}
