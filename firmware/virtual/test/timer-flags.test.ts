import { beforeEach, expect, test } from "vitest";
import { Core } from "../src/board/core.ts";
import { Schedule } from "../src/board/schedule.ts";
import { Timer } from "../src/board/timer.ts";
import { TIMER2 as T } from "../src/board/timer-config.ts";

const CTC = 0x02;
const CLOCK_DIV_8 = 0x02;
const TOV = 0x01;
const OCFA = 0x02;

let core: Core;
beforeEach(() => {
  core = new Core(new Uint8Array(64), new Schedule());
  new Timer(core, T);
});

function pass(cycles: number): number {
  core.cpu.cycles += cycles;
  core.schedule.run(core.cpu.cycles);
  return core.cpu.readData(T.TIFR) & (TOV | OCFA);
}

test("the compare flag comes with the count after the match, as the counter is cleared", () => {
  core.cpu.writeData(T.OCRA, 99);
  core.cpu.writeData(T.TCCRA, CTC);
  core.cpu.writeData(T.TCCRB, CLOCK_DIV_8);
  expect(pass(8 * 99)).toBe(0);
  expect(core.cpu.readData(T.TCNT)).toBe(99);
  expect(pass(7)).toBe(0);
  expect(pass(1)).toBe(OCFA);
  expect(core.cpu.readData(T.TCNT)).toBe(0);
});

test("overflow comes as the counter wraps, and a flag is cleared by writing it", () => {
  core.cpu.writeData(T.OCRA, 10);
  core.cpu.writeData(T.TCCRB, CLOCK_DIV_8);
  expect(pass(8 * 255)).toBe(OCFA);
  core.cpu.writeData(T.TIFR, OCFA);
  expect(pass(8)).toBe(TOV);
});

test("an enabled compare interrupt is pending at its cycle, without anyone looking", () => {
  core.cpu.writeData(T.OCRA, 99);
  core.cpu.writeData(T.TIMSK, OCFA);
  core.cpu.writeData(T.TCCRA, CTC);
  core.cpu.writeData(T.TCCRB, CLOCK_DIV_8);
  expect(core.schedule.next).toBe(800);
  core.cpu.cycles = 800;
  core.schedule.run(800);
  expect(core.cpu.nextInterrupt).toBe(T.vectors.compareA);
  expect(core.schedule.next).toBe(1600);
});

test("a top that is moved below the counter lets it run to its end once", () => {
  core.cpu.writeData(T.OCRA, 200);
  core.cpu.writeData(T.TCCRA, CTC);
  core.cpu.writeData(T.TCCRB, CLOCK_DIV_8);
  pass(8 * 100);
  core.cpu.writeData(T.OCRA, 50);
  pass(8 * 155);
  expect(core.cpu.readData(T.TCNT)).toBe(255);
  pass(8 * 51);
  expect(core.cpu.readData(T.TCNT)).toBe(50);
});
