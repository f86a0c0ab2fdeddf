import { portBConfig, portCConfig, portDConfig } from "avr8js";
import { Buzzer } from "./buzzer.ts";
import { I2cBus } from "./i2c-bus.ts";
import { Keypad, type Level } from "./keypad.ts";
import { Door, Locks } from "./locks.ts";
import { Mcu } from "./mcu.ts";
import { Pcf8574 } from "./pcf8574.ts";
import { Random } from "./random.ts";
import { Schedule } from "./schedule.ts";
import { SerialLine } from "./serial-line.ts";
import { Ssd1306 } from "./ssd1306.ts";

export interface BoardOptions {
  readonly flash: Uint8Array;
  readonly lockers: number;
  readonly sensors: boolean;
  readonly seed: number;
  readonly bounce: boolean;
  readonly baud: number;
}

export const OLED_ADDRESS = 0x3c;
export const RELAYS_ADDRESS = 0x20;
export const SENSORS_ADDRESS = 0x24;

const B = { tamper: 0, supply: 2, led: 5 } as const;
const C = { columns: 0, sda: 4, scl: 5 } as const;
const D = { sensorsInterrupt: 2, service: 3, rows: 4 } as const;

/** The controller board with everything that is wired to it (the pin table of the controller). */
export class Board {
  readonly schedule = new Schedule();
  readonly bus = new I2cBus();
  readonly mcu: Mcu;
  readonly line: SerialLine;
  readonly keypad: Keypad;
  readonly oled = new Ssd1306(OLED_ADDRESS);
  readonly relays: readonly Pcf8574[];
  readonly sensors: readonly Pcf8574[];
  readonly locks: Locks;
  readonly buzzer: Buzzer;
  powered = false;
  led = false;
  private readonly random: Random;
  private tamperOpen = false;
  private servicePressed = false;
  private sclLow = false;

  constructor(options: BoardOptions) {
    this.random = new Random(options.seed);
    const now = () => this.now;
    this.mcu = new Mcu(options.flash, this.schedule, this.bus);
    this.line = new SerialLine(this.mcu.usart, this.schedule, now, options.baud);
    this.keypad = new Keypad(this.schedule, new Random(options.seed + 1), options.bounce, now);
    this.buzzer = new Buzzer(this.mcu.core, this.mcu.timer1);
    const expanders = Math.ceil(options.lockers / 8);
    this.relays = Array.from({ length: expanders }, (_, index) => new Pcf8574(RELAYS_ADDRESS + index));
    this.sensors = options.sensors ? this.relays.map((_, index) => new Pcf8574(SENSORS_ADDRESS + index)) : [];
    const onMove = () => this.updateSensors();
    const doors = Array.from({ length: options.lockers }, () => new Door(options.sensors, onMove));
    this.locks = new Locks(this.schedule, doors);
    this.wire();
  }

  get now(): number {
    return this.mcu.core.now;
  }

  powerOn(): void {
    if (this.powered) return;
    this.powered = true;
    for (const chip of [...this.relays, ...this.sensors]) chip.powerOn();
    this.oled.powerOn(this.random);
    this.mcu.powerOn(this.random);
    this.updateInputs();
  }

  powerOff(): void {
    if (!this.powered) return;
    this.powered = false;
    this.oled.powerOff();
    this.oled.onChange?.(this.now);
    this.mcu.powerOff(this.random);
    this.updateOutputs();
  }

  setTamper(open: boolean): void {
    this.tamperOpen = open;
    this.updateInputs();
  }

  setService(pressed: boolean): void {
    this.servicePressed = pressed;
    this.updateInputs();
  }

  get switches(): { tamperOpen: boolean; servicePressed: boolean } {
    return { tamperOpen: this.tamperOpen, servicePressed: this.servicePressed };
  }

  private wire(): void {
    const { bus, mcu } = this;
    for (const device of [this.oled, ...this.relays, ...this.sensors]) bus.attach(device);
    for (const relay of this.relays) relay.onChange = () => this.updateOutputs();
    for (const sensor of this.sensors) sensor.onChange = () => this.updateInputs();
    bus.onLevels = () => {
      this.updateInputs();
      mcu.twi.busChanged();
    };
    this.keypad.onChange = () => this.updateKeypad();
    mcu.portB.addListener(() => {
      this.updateOutputs();
      this.buzzer.update();
      this.updateInputs();
    });
    mcu.portC.addListener(() => {
      this.clockByHand();
      this.updateKeypad();
    });
    mcu.portD.addListener(() => {
      this.updateKeypad();
      this.updateInputs();
    });
    this.updateSensors();
  }

  private bit(register: number, bit: number): boolean {
    return ((this.mcu.core.peek(register) >> bit) & 1) !== 0;
  }

  private drivenHigh(port: typeof portBConfig, bit: number): boolean {
    return this.bit(port.DDR, bit) && this.bit(port.PORT, bit);
  }

  /** The level of a pin that only its own pull-up holds high. */
  private pulledUp(port: typeof portBConfig, bit: number): boolean {
    return !this.bit(port.DDR, bit) && this.bit(port.PORT, bit);
  }

  private updateOutputs(): void {
    const supply = this.powered && this.drivenHigh(portBConfig, B.supply);
    const relays = this.relays.reduce(
      (bits, chip, index) => bits & ~((~chip.latch & 0xff) << (8 * index)),
      -1,
    );
    this.locks.set(supply, this.powered ? relays : -1, this.now);
    this.led = this.powered && this.drivenHigh(portBConfig, B.led);
  }

  private updateInputs(): void {
    const { portB, portC, portD } = this.mcu;
    portB.setPin(B.tamper, this.tamperOpen && this.pulledUp(portBConfig, B.tamper));
    portD.setPin(D.service, !this.servicePressed && this.pulledUp(portDConfig, D.service));
    portD.setPin(D.sensorsInterrupt, this.pulledUp(portDConfig, D.sensorsInterrupt) && !this.sensorInterrupt);
    // The bus has pull-ups of its own.
    portC.setPin(C.sda, this.powered && !this.bus.sdaStuck);
    portC.setPin(C.scl, this.powered);
  }

  private get sensorInterrupt(): boolean {
    return this.sensors.some((chip) => chip.interrupting);
  }

  private updateSensors(): void {
    const { doors } = this.locks;
    for (const [index, chip] of this.sensors.entries()) {
      let levels = 0xff;
      for (let bit = 0; bit < 8; bit++) if (doors[8 * index + bit]?.open === false) levels &= ~(1 << bit);
      chip.setInputs(levels, this.now);
    }
  }

  /** The firmware frees a stuck bus with clock pulses of its own, with the TWI switched off. */
  private clockByHand(): void {
    const low =
      !this.mcu.twi.enabled && this.bit(portCConfig.DDR, C.scl) && !this.bit(portCConfig.PORT, C.scl);
    if (this.sclLow && !low) this.bus.pulse();
    this.sclLow = low;
  }

  private updateKeypad(): void {
    const driven: (Level | undefined)[] = [];
    const pulled: boolean[] = [];
    for (let wire = 0; wire < 8; wire++) {
      const port = wire < 4 ? portDConfig : portCConfig;
      const bit = wire < 4 ? D.rows + wire : C.columns + wire - 4;
      driven.push(this.bit(port.DDR, bit) ? (this.bit(port.PORT, bit) ? 1 : 0) : undefined);
      pulled.push(this.pulledUp(port, bit));
    }
    for (const [wire, level] of this.keypad.levels(driven, pulled).entries()) {
      if (wire < 4) this.mcu.portD.setPin(D.rows + wire, level === 1);
      else this.mcu.portC.setPin(C.columns + wire - 4, level === 1);
    }
  }
}
