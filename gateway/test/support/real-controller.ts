/** The real firmware in the virtual cabinet as a transport: its CPU runs in step with the test's clock. */
import { pairedEeprom } from "@holdfast/controller";
import { readReleaseHex, VirtualCabinet } from "@holdfast/virtual";
import type { Connection, ConnectionHandlers, Transport } from "../../src/link/transport.ts";
import { PAIRING_KEY } from "./fake-session.ts";
import type { VirtualClock } from "./virtual-clock.ts";

const STEP_MS = 5;

/** Paired with the key of the tests. */
export function testEeprom(): Uint8Array {
  return pairedEeprom({
    controllerId: new Uint8Array([1, 2, 3, 4]),
    pinKey: new Uint8Array(16).fill(0x5a),
    pairingKey: PAIRING_KEY,
  });
}

export class RealController implements Transport {
  readonly name = "virtual cabinet";
  readonly cabinet: VirtualCabinet;
  readonly #clock: VirtualClock;
  #handlers: ConnectionHandlers | undefined;
  #heard: number[] = [];

  constructor(clock: VirtualClock, eeprom = testEeprom(), hex = readReleaseHex()) {
    this.#clock = clock;
    this.cabinet = new VirtualCabinet({ hex, eeprom });
    this.cabinet.uart.onByte = (byte) => this.#heard.push(byte);
    this.#step();
  }

  /** Lockers, from 1, in the order in which their locks were energised. */
  get pulses(): number[] {
    return this.cabinet.relayLog.map((energised) => energised.locker);
  }

  connect(handlers: ConnectionHandlers): Connection {
    queueMicrotask(() => {
      this.#handlers = handlers;
      handlers.onOpen();
    });
    return {
      write: (bytes) => {
        if (this.#handlers === handlers) this.cabinet.uart.send(bytes);
      },
      close: () => {
        if (this.#handlers === handlers) this.#handlers = undefined;
        queueMicrotask(() => handlers.onClose("closed"));
      },
    };
  }

  /** The cable is pulled and put back. */
  cut(): void {
    const handlers = this.#handlers;
    this.#handlers = undefined;
    handlers?.onClose("cut");
  }

  /** Types at the keypad while the gateway goes on. */
  async type(keys: string): Promise<void> {
    for (const key of keys) {
      this.cabinet.press(key);
      await this.#clock.advance(60);
      this.cabinet.release(key);
      await this.#clock.advance(60);
    }
  }

  /** Waits until the display shows this. */
  shows(text: string): Promise<void> {
    return this.#clock.until(() => this.cabinet.oled.text().join("\n").includes(text));
  }

  /** At the keypad, from the start screen to the open door of the only locker of this phone. */
  async collectAtKeypad(phone: string, pin: string): Promise<void> {
    await this.shows("B Collect");
    await this.type(`B${phone}#`);
    await this.shows("PIN");
    await this.type(`${pin}#`);
  }

  /** At the keypad: the first free locker. */
  async storeAtKeypad(phone: string, pin: string): Promise<void> {
    await this.shows("A Store");
    await this.type(`A${phone}##`);
    await this.shows("New PIN");
    await this.type(`${pin}#`);
    await this.shows("again");
    await this.type(`${pin}#`);
    await this.shows("put things in");
  }

  #step(): void {
    this.#clock.after(STEP_MS, () => {
      this.cabinet.runFor(STEP_MS);
      const heard = this.#heard;
      this.#heard = [];
      if (heard.length > 0) this.#handlers?.onData(new Uint8Array(heard));
      this.#step();
    });
  }
}
