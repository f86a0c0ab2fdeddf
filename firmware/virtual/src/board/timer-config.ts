export interface TimerConfig {
  readonly bits: 8 | 16;
  readonly TIFR: number;
  readonly TIMSK: number;
  readonly TCCRA: number;
  readonly TCCRB: number;
  readonly TCNT: number;
  readonly OCRA: number;
  readonly OCRB: number;
  readonly ICR: number | undefined;
  /** Vectors in words, ATmega328P datasheet table 11-6. */
  readonly vectors: { readonly overflow: number; readonly compareA: number; readonly compareB: number };
  /** By the clock select bits; 0 stands still. */
  readonly dividers: readonly number[];
}

const T01_DIVIDERS = [0, 1, 8, 64, 256, 1024, 0, 0];
const T2_DIVIDERS = [0, 1, 8, 32, 64, 128, 256, 1024];

export const TIMER0: TimerConfig = {
  bits: 8,
  TIFR: 0x35,
  TIMSK: 0x6e,
  TCCRA: 0x44,
  TCCRB: 0x45,
  TCNT: 0x46,
  OCRA: 0x47,
  OCRB: 0x48,
  ICR: undefined,
  vectors: { compareA: 0x1c, compareB: 0x1e, overflow: 0x20 },
  dividers: T01_DIVIDERS,
};
export const TIMER1: TimerConfig = {
  bits: 16,
  TIFR: 0x36,
  TIMSK: 0x6f,
  TCCRA: 0x80,
  TCCRB: 0x81,
  TCNT: 0x84,
  OCRA: 0x88,
  OCRB: 0x8a,
  ICR: 0x86,
  vectors: { compareA: 0x16, compareB: 0x18, overflow: 0x1a },
  dividers: T01_DIVIDERS,
};
export const TIMER2: TimerConfig = {
  bits: 8,
  TIFR: 0x37,
  TIMSK: 0x70,
  TCCRA: 0xb0,
  TCCRB: 0xb1,
  TCNT: 0xb2,
  OCRA: 0xb3,
  OCRB: 0xb4,
  ICR: undefined,
  vectors: { compareA: 0x0e, compareB: 0x10, overflow: 0x12 },
  dividers: T2_DIVIDERS,
};

/** How far a timer counts, by its WGM bits: datasheet tables 15-8 (8 bits) and 16-4 (16 bits). */
export type Top = "max" | "OCRA" | "ICR" | number;
export interface Mode {
  readonly top: Top;
  readonly kind: "normal" | "ctc" | "fast" | "phase";
}
export const MODES_8: readonly Mode[] = [
  { top: "max", kind: "normal" },
  { top: "max", kind: "phase" },
  { top: "OCRA", kind: "ctc" },
  { top: "max", kind: "fast" },
  { top: "max", kind: "normal" },
  { top: "OCRA", kind: "phase" },
  { top: "max", kind: "normal" },
  { top: "OCRA", kind: "fast" },
];
export const MODES_16: readonly Mode[] = [
  { top: "max", kind: "normal" },
  { top: 0xff, kind: "phase" },
  { top: 0x1ff, kind: "phase" },
  { top: 0x3ff, kind: "phase" },
  { top: "OCRA", kind: "ctc" },
  { top: 0xff, kind: "fast" },
  { top: 0x1ff, kind: "fast" },
  { top: 0x3ff, kind: "fast" },
  { top: "ICR", kind: "phase" },
  { top: "OCRA", kind: "phase" },
  { top: "ICR", kind: "phase" },
  { top: "OCRA", kind: "phase" },
  { top: "ICR", kind: "ctc" },
  { top: "max", kind: "normal" },
  { top: "ICR", kind: "fast" },
  { top: "OCRA", kind: "fast" },
];
