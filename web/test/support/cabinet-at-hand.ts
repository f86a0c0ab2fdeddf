/** A virtual cabinet with the real firmware at true speed, its UART on a pseudo-terminal, and a person before it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pairedEeprom } from "@holdfast/controller";
import { openPty, RealTimeRunner, readReleaseHex, serveUart, VirtualCabinet } from "@holdfast/virtual";
import { onTestFinished } from "vitest";

/** What this cabinet is paired with, in every test. */
export const PAIRING_KEY: Uint8Array = new Uint8Array(16).fill(0x42);

const KEY_HELD_MS = 50;
const KEY_GAP_MS = 50;

export interface CabinetOptions {
  lockers?: number;
  eeprom?: Uint8Array;
}

export class CabinetAtHand {
  readonly cabinet: VirtualCabinet;
  /** The device of the serial port. */
  readonly device: string;
  readonly #runner: RealTimeRunner;

  private constructor(runner: RealTimeRunner, device: string) {
    this.cabinet = runner.cabinet;
    this.#runner = runner;
    this.device = device;
  }

  static async start(options: CabinetOptions = {}): Promise<CabinetAtHand> {
    const controllerId = new Uint8Array([1, 2, 3, 4]);
    const eeprom = pairedEeprom({ controllerId, pinKey: PAIRING_KEY, pairingKey: PAIRING_KEY });
    const runner = new RealTimeRunner(new VirtualCabinet({ hex: readReleaseHex(), eeprom, ...options }));
    const folder = mkdtempSync(join(tmpdir(), "holdfast-tty-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const uart = await serveUart(runner);
    onTestFinished(() => uart.close());
    const device = join(folder, "tty");
    const pty = await openPty({ path: device, port: uart.port });
    onTestFinished(() => pty.close());
    runner.start();
    onTestFinished(() => runner.stop());
    return new CabinetAtHand(runner, device);
  }

  /** Resolves when the condition holds; looks after each round of the simulation, for at most so much cabinet time. */
  until(condition: () => boolean, what: string, limitMs = 15_000): Promise<void> {
    const end = this.cabinet.milliseconds + limitMs;
    return new Promise((resolve, reject) => {
      const look = () => {
        if (condition()) {
          stop();
          resolve();
        } else if (this.cabinet.milliseconds > end) {
          stop();
          reject(new Error(`${what}: not within ${limitMs} ms. The screen:\n${this.screen}`));
        }
      };
      const stop = this.#runner.onRound(look);
      look();
    });
  }

  #pass(milliseconds: number): Promise<void> {
    const end = this.cabinet.milliseconds + milliseconds;
    return this.until(() => this.cabinet.milliseconds >= end, "time passes");
  }

  get screen(): string {
    return this.cabinet.oled.text().join("\n");
  }

  /** Words on the screen, whatever rows they stand in. */
  sees(words: RegExp, limitMs?: number): Promise<void> {
    return this.until(
      () => words.test(this.screen.replaceAll(/\s+/g, " ")),
      `the screen shows ${words}`,
      limitMs,
    );
  }

  async type(keys: string): Promise<void> {
    for (const key of keys) {
      this.cabinet.press(key);
      await this.#pass(KEY_HELD_MS);
      this.cabinet.release(key);
      await this.#pass(KEY_GAP_MS);
    }
  }

  doorOpens(locker: number): Promise<void> {
    return this.until(() => this.cabinet.doors[locker - 1]?.open === true, `door ${locker} opens`);
  }

  /** Opened and emptied or filled; a door cannot be shut while its lock is powered. */
  async useAndShut(locker: number): Promise<void> {
    await this.doorOpens(locker);
    await this.until(() => !this.cabinet.locks.supplyOn, "the pulse ends");
    this.cabinet.doors[locker - 1]?.pushShut();
  }

  /** Lockers whose lock was powered, in order. */
  get pulses(): number[] {
    return this.cabinet.relayLog.map(({ locker }) => locker);
  }

  async home(): Promise<void> {
    await this.sees(/A Store/, 60_000);
  }

  async store(phone: string, pin: string): Promise<void> {
    await this.home();
    await this.type(`A${phone}#`);
    await this.sees(/Choose a locker/);
    await this.type(`#${pin}#`);
    await this.sees(/again/);
    await this.type(`${pin}#`);
  }

  /** With one locker under this number; up to the key that ends the PIN. */
  async collect(phone: string, pin: string): Promise<void> {
    await this.home();
    await this.type(`B${phone}#`);
    await this.sees(/PIN/);
    await this.type(`${pin}#`);
  }
}
