/** One simulated site: cabinet, cable, gateway and phones in one time, watched by the model and the wiretap. */

import { pairedEeprom } from "@holdfast/controller";
import { gatewayConfiguration } from "@holdfast/gateway/configuration";
import { type KeyStore, memoryKeys } from "@holdfast/gateway/keys";
import { Cabinet } from "./cabinet.ts";
import { Cable, type Side } from "./cable.ts";
import type { ControllerMaker } from "./controller.ts";
import { Disk } from "./disk.ts";
import { CABINET, GatewayProcess } from "./gateway-process.ts";
import { LogWatch } from "./log-watch.ts";
import { Model } from "./model.ts";
import { Phones, TEXT } from "./phones.ts";
import { Prng } from "./prng.ts";
import { newestRecord, wrongSince } from "./record.ts";
import { KINDS } from "./rights.ts";
import { Timeline } from "./timeline.ts";
import { Trace } from "./trace.ts";
import { Violations } from "./violations.ts";
import { Wifi, type WifiOptions } from "./wifi.ts";
import { Wiretap } from "./wiretap.ts";

export const LOCKERS = 8;
export const PIN_DIGITS = 6;
/** Faster than people type. */
const QUICK = { from: 25, to: 70 };
/** Microtask turns after each call: more than the longest chain of promises in the gateway needs. */
const TURNS = 24;

const CONFIGURATION = gatewayConfiguration().parse({
  cabinet: [{ id: CABINET, name: "Main", port: { tcp: "127.0.0.1:1" }, lockers: LOCKERS }],
  rules: { pin_digits: PIN_DIGITS },
  messages: { text: TEXT },
});

export interface WorldOptions {
  readonly seed: string;
  readonly make: ControllerMaker;
  readonly keepHistory?: boolean;
  /** Ms from key to key; the real keypad wants more than the core. */
  readonly keys?: { readonly from: number; readonly to: number };
  /** Ms that the gateway's wall clock is off from the start. */
  readonly wallOff?: number;
  /** The cabinet is on Wi-Fi. */
  readonly wifi?: Pick<WifiOptions, "make" | "trouble">;
}

export class World {
  readonly timeline = new Timeline();
  readonly violations = new Violations(() => this.timeline.now);
  readonly model = new Model(LOCKERS, () => this.timeline.now, this.violations);
  readonly trace: Trace;
  readonly people: Prng;
  readonly keys: { readonly from: number; readonly to: number };
  readonly cabinet: Cabinet;
  readonly cable: Cable;
  readonly wifi: Wifi | undefined;
  readonly disk = new Disk();
  readonly gateway: GatewayProcess;
  readonly phones: Phones;
  readonly wiretap: Wiretap;
  readonly receipts: { token: string; phone: string; locker: number }[] = [];
  /** What people remember. */
  readonly memories: { phone: string; pin: string; locker: number }[] = [];
  /** Ms that power and the gateway's process stay away when they fail. */
  powerBackAfter = 500;
  gatewayBackAfter = 500;
  /** Must never be seen in the gateway's log. */
  readonly secret: (text: string) => void;
  operations = 0;
  /** How often the gateway went back to a backup. */
  restorations = 0;
  #keypad: Promise<unknown> = Promise.resolve();
  #requests = 0;
  #underWay = 0;

  constructor({ seed, make, wifi, keepHistory = false, wallOff = 0, keys: pace = QUICK }: WorldOptions) {
    const prng = new Prng(seed);
    const { timeline } = this;
    this.trace = new Trace(timeline, keepHistory);
    this.keys = pace;
    this.people = prng.fork("people");
    const keys = secrets(prng.fork("keys"));
    const log = new LogWatch(this.violations);
    this.secret = (text) => log.secret(text);
    this.wiretap = new Wiretap(keys.pairingKey, this.violations, this.disk, wifi !== undefined);
    const onSent = (side: Side, bytes: Uint8Array) => this.wiretap.sent(side, bytes);
    const toController = (bytes: Uint8Array) => this.cabinet.receive(bytes);
    this.cable = new Cable({
      timeline,
      prng: prng.fork("cable"),
      toController: (bytes) => (this.wifi ? this.wifi.fromAir(bytes) : toController(bytes)),
      // On Wi-Fi the wires of interest are those at the two ends.
      onSent: wifi ? () => {} : onSent,
    });
    const air = { timeline, prng: prng.fork("wifi"), cable: this.cable, toController, onSent };
    this.wifi = wifi && new Wifi({ ...air, ...wifi });
    this.cabinet = new Cabinet({
      timeline,
      prng: prng.fork("cabinet"),
      make,
      eeprom: keys.eeprom,
      sensed: prng.chance(0.5) ? 0xff : 0,
      onOutput: (bytes) =>
        this.wifi ? this.wifi.fromController(bytes) : this.cable.send("controller", bytes),
      onPulse: (locker) => {
        this.trace.add(`pulse ${locker}`);
        this.model.pulse(locker, newestRecord(this.cabinet.eeprom));
      },
      onPulseEnd: (locker, milliseconds) => this.model.pulseEnded(locker, milliseconds),
      onPower: (on) => this.#power(on),
    });
    this.phones = new Phones(timeline, prng.fork("phones"));
    this.phones.onSent = ({ phone, locker, pin }) => {
      this.trace.add(`text ${locker} ${pin}`);
      log.secret(pin);
      this.model.told(phone, locker, pin);
    };
    const store: KeyStore = memoryKeys(new Map([[CABINET, keys.pairingKey]]));
    const options = {
      timeline,
      configuration: CONFIGURATION,
      keys: store,
      cable: this.cable,
      wifi: this.wifi,
      disk: this.disk,
    };
    this.gateway = new GatewayProcess({
      ...options,
      prng: prng.fork("gateway"),
      log: log.logger,
      phones: this.phones,
      onGone: () => this.#gatewayGone(),
      onFailure: (error) => this.violations.add("crash", `the gateway failed: ${(error as Error).stack}`),
    });
    this.gateway.wallOff = wallOff;
  }

  /** The cabinet can be used on the page. */
  get ready(): boolean {
    return this.gateway.site?.state().cabinets[0]?.link === "up";
  }

  /** Nobody is in the middle of something. */
  get idle(): boolean {
    return this.#underWay === 0;
  }

  /** Messages that wait. */
  get unsent(): number {
    return this.disk.query("SELECT id FROM message WHERE state = 'queued'").length;
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.timeline.after(milliseconds, resolve);
    });
  }

  /** Lets everything live until then, or until the condition holds. */
  async live(until: number, enough: () => boolean = () => false): Promise<void> {
    const { timeline, cabinet } = this;
    await turns();
    while (timeline.now < until && !enough() && this.violations.all.length === 0) {
      cabinet.run(Math.min(until, timeline.next));
      let fired = false;
      while (timeline.fire()) fired = true;
      if (fired) await turns();
    }
  }

  /** An operation of a person: counted, and its outcome kept. One after the other where they stand at the keypad. */
  act(name: string, atKeypad: boolean, work: () => Promise<string>): void {
    this.#underWay++;
    const run = async () => {
      let outcome: string;
      try {
        outcome = await work();
      } catch (error) {
        outcome =
          error instanceof Error && error.constructor.name === "Interrupted" ? "interrupted" : `${error}`;
        if (outcome !== "interrupted") this.violations.add("crash", `${name}: ${(error as Error).stack}`);
      }
      this.operations++;
      this.#underWay--;
      this.trace.add(`${name}: ${outcome}`);
    };
    if (atKeypad) this.#keypad = this.#keypad.then(run);
    else void run();
  }

  /** An old backup is in the place of the ledger. */
  restored(): void {
    this.restorations++;
    this.receipts.length = 0;
    this.model.restored();
  }

  requestId(): string {
    this.#requests++;
    return `00000000-0000-4000-8000-${String(this.#requests).padStart(12, "0")}`;
  }

  owned(memory: { phone: string; pin: string; locker: number }): void {
    this.memories.push(memory);
  }

  /** The keypad says that this phone has no locker. */
  deniedAt(phone: string): void {
    for (let locker = 1; locker <= LOCKERS; locker++) {
      const right = this.model.certain(locker);
      if (right?.held && right.phone === phone)
        this.violations.add("S5", `the keypad does not know that ${phone} holds locker ${locker}`);
    }
  }

  journalAt(): number {
    return newestRecord(this.cabinet.eeprom)?.sequence ?? 0;
  }

  /** A try at this locker's PIN was found wrong since then. */
  triedSince(sequence: number, locker: number, by: "keypad" | "page"): boolean {
    return wrongSince(this.cabinet.eeprom, sequence, locker, KINDS[`${by} collect`]);
  }

  #gatewayGone(): void {
    this.trace.add("the gateway is gone");
    this.timeline.after(this.gatewayBackAfter, () => this.gateway.start());
  }

  #power(on: boolean): void {
    this.trace.add(on ? "power on" : "power off");
    if (!on) this.model.powerFailed();
    if (!on) this.timeline.after(this.powerBackAfter, () => this.cabinet.powerOn());
  }

  close(): void {
    this.gateway.crash();
  }
}

/** Lets promises go on that wait for nothing but each other. */
export async function turns(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await undefined;
}

function secrets(prng: Prng): { pairingKey: Uint8Array; eeprom: Uint8Array } {
  const pairingKey = prng.bytes(16);
  return {
    pairingKey,
    eeprom: pairedEeprom({ controllerId: prng.bytes(4), pinKey: prng.bytes(16), pairingKey }),
  };
}
