import { type Core, F_CPU } from "./core.ts";
import { BoundedLog } from "./log.ts";
import type { Timer } from "./timer.ts";
import { TIMER1 } from "./timer-config.ts";

const DDRB = 0x24;
const OC1A = 0x02;
const COM1A = 0xc0;

export interface Tone {
  readonly cycle: number;
  /** 0 is silence. */
  readonly hertz: number;
}

/** The piezo on OC1A: what it plays follows from the registers of timer 1. */
export class Buzzer {
  readonly log = new BoundedLog<Tone>(1024);
  onChange: ((tone: Tone) => void) | undefined;
  private readonly core: Core;
  private readonly timer: Timer;
  private current = 0;

  constructor(core: Core, timer: Timer) {
    this.core = core;
    this.timer = timer;
    timer.onConfiguration = () => this.update();
  }

  get hertz(): number {
    return this.current;
  }

  update(): void {
    const hertz = this.work();
    if (hertz === this.current) return;
    this.current = hertz;
    const tone = { cycle: this.core.now, hertz };
    this.log.push(tone);
    this.onChange?.(tone);
  }

  private work(): number {
    const output = (this.core.peek(TIMER1.TCCRA) & COM1A) !== 0 && (this.core.peek(DDRB) & OC1A) !== 0;
    const divider = this.timer.clockDivider;
    if (!output || divider === 0) return 0;
    const { kind } = this.timer.mode;
    const top = this.timer.top;
    // CTC and normal mode toggle the pin once a round (16.9.2); the PWM modes give one whole wave (16.9.3, 16.9.4).
    if (kind === "phase") return F_CPU / (2 * divider * Math.max(1, top));
    return F_CPU / ((kind === "fast" ? 1 : 2) * divider * (top + 1));
  }
}
