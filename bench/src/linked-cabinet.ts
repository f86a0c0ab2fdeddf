/** A virtual cabinet and the real gateway, joined by the UART, both in the time of the simulated controller. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gatewayConfiguration } from "@holdfast/gateway/configuration";
import { memoryKeys } from "@holdfast/gateway/keys";
import { type OpenSite, type OpenSiteOptions, openSite } from "@holdfast/gateway/open-site";
import { VirtualCabinet } from "@holdfast/virtual";
import pino from "pino";
import { demoEeprom, demoKeys } from "./paired.ts";

type Transport = ReturnType<NonNullable<OpenSiteOptions["transport"]>>;
type Clock = NonNullable<OpenSiteOptions["clock"]>;

/** Timers of the gateway that fire when the controller's time has come so far. */
class CabinetClock implements Clock {
  readonly #timers = new Set<{ at: number; call: () => void }>();
  readonly #cabinet: VirtualCabinet;

  constructor(cabinet: VirtualCabinet) {
    this.#cabinet = cabinet;
  }

  monotonic(): number {
    return this.#cabinet.milliseconds;
  }

  wall(): number {
    return Date.UTC(2026, 0, 1) + Math.floor(this.#cabinet.milliseconds);
  }

  after(milliseconds: number, call: () => void): () => void {
    const timer = { at: this.monotonic() + milliseconds, call };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  fire(): void {
    for (const timer of [...this.#timers].sort((a, b) => a.at - b.at)) {
      if (timer.at > this.monotonic() || !this.#timers.delete(timer)) continue;
      timer.call();
    }
  }
}

function uartTransport(cabinet: VirtualCabinet): Transport {
  return {
    name: "uart",
    connect({ onOpen, onData, onClose }) {
      queueMicrotask(onOpen);
      cabinet.uart.onByte = (byte) => onData(Uint8Array.of(byte));
      return {
        write: (bytes) => cabinet.uart.send(bytes),
        close: () => {
          cabinet.uart.onByte = undefined;
          onClose("closed");
        },
      };
    },
  };
}

export class LinkedCabinet {
  readonly cabinet: VirtualCabinet;
  readonly #clock: CabinetClock;
  readonly #folder = mkdtempSync(join(tmpdir(), "holdfast-bench-"));
  #open: OpenSite | undefined;

  /** `eeprom`: of a cabinet that was paired as `demoEeprom` is. */
  constructor(hex: string, eeprom = demoEeprom()) {
    this.cabinet = new VirtualCabinet({ hex, eeprom });
    this.#clock = new CabinetClock(this.cabinet);
  }

  async start(): Promise<void> {
    const configuration = gatewayConfiguration().parse({
      cabinet: [{ id: "bench", name: "Bench", port: { tcp: "127.0.0.1:1" } }],
    });
    this.#open = await openSite({
      configuration,
      folder: this.#folder,
      log: pino({ level: "silent" }),
      clock: this.#clock,
      transport: () => uartTransport(this.cabinet),
      keys: memoryKeys(new Map([["bench", demoKeys.pairingKey]])),
    });
    await this.until(() => this.linkUp, 10_000);
  }

  get linkUp(): boolean {
    return this.#open?.site.state().cabinets[0]?.link === "up";
  }

  /** Frames that arrived at the gateway so far. */
  get framesReceived(): number {
    return this.#open?.site.status().cabinets[0]?.frames.received ?? 0;
  }

  /** Lets both live until the condition holds, in steps of 0.1 ms. */
  async until(condition: () => boolean, limitMs: number): Promise<void> {
    const end = this.cabinet.milliseconds + limitMs;
    while (!condition()) {
      if (this.cabinet.milliseconds > end) throw new Error(`nothing happened within ${limitMs} ms`);
      await this.#step(0.1);
    }
  }

  async runFor(milliseconds: number): Promise<void> {
    const end = this.cabinet.milliseconds + milliseconds;
    while (this.cabinet.milliseconds < end) await this.#step(1);
  }

  async tap(key: string): Promise<void> {
    this.cabinet.press(key);
    await this.runFor(60);
    this.cabinet.release(key);
    await this.runFor(60);
  }

  async close(): Promise<void> {
    await this.#open?.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #step(milliseconds: number): Promise<void> {
    this.cabinet.runFor(milliseconds);
    this.#clock.fire();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
