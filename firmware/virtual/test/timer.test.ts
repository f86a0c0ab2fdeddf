import { AVRTimer, CPU, timer0Config, timer1Config, timer2Config } from "avr8js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Core } from "../src/board/core.ts";
import { Schedule } from "../src/board/schedule.ts";
import { Timer } from "../src/board/timer.ts";
import { TIMER0, TIMER1, TIMER2, type TimerConfig } from "../src/board/timer-config.ts";

/*
 * avr8js's own timer is a second opinion on ours: it counts one by one. It sets a compare flag with the match, we set it
 * one count later, as the datasheet says (15.5), so flags are compared a count apart.
 */

const PAIRS = [
  [TIMER0, timer0Config],
  [TIMER1, timer1Config],
  [TIMER2, timer2Config],
] as const;
const MODES = { 8: [0, 2, 3, 7], 16: [0, 4, 12, 15] } as const;

interface Setup {
  readonly mode: number;
  readonly clock: number;
  readonly top: number;
}

function write16(cpu: CPU, address: number, value: number): void {
  cpu.writeData(address + 1, value >> 8);
  cpu.writeData(address, value & 0xff);
}

function configure(cpu: CPU, config: TimerConfig, { mode, clock, top }: Setup): void {
  const wide = config.bits === 16;
  for (const address of wide ? [config.OCRA, config.ICR ?? config.OCRA] : [config.OCRA])
    if (wide) write16(cpu, address, top);
    else cpu.writeData(address, top & 0xff);
  cpu.writeData(config.TCCRA, mode & 3);
  cpu.writeData(config.TCCRB, ((mode << 1) & (wide ? 0x18 : 0x08)) | clock);
}

function read(cpu: CPU, config: TimerConfig): number {
  const low = cpu.readData(config.TCNT);
  return config.bits === 8 ? low : low | (cpu.readData(config.TCNT + 1) << 8);
}

for (const [index, [ours, theirs]] of PAIRS.entries())
  test(`timer ${index} counts like the one of avr8js`, () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...MODES[ours.bits]),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 3, max: 250 }),
        fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 12 }),
        (mode, clock, top, waits) => {
          const schedule = new Schedule();
          const core = new Core(new Uint8Array(64), schedule);
          new Timer(core, ours);
          const reference = new CPU(new Uint16Array(32), 2048);
          new AVRTimer(reference, theirs);
          for (const cpu of [core.cpu, reference]) configure(cpu, ours, { mode, clock, top });
          // avr8js takes its new clock with the event one cycle later.
          reference.cycles = 1;
          reference.tick();
          reference.cycles = 0;
          for (const wait of waits) {
            for (let cycle = 0; cycle < wait; cycle++) {
              reference.cycles++;
              reference.tick();
            }
            core.cpu.cycles += wait;
            expect(Math.abs(read(core.cpu, ours) - read(reference, ours))).toBeOneOf([0, 1, top]);
          }
        },
      ),
      { seed: 1, numRuns: 60 },
    );
  });
