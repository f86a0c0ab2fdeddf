/** What the run loop has to know about an instruction beyond what avr8js does with it. */
export const ORDINARY = 0;
export const SLEEP = 1;
/** SEI, RETI and OUT SREG: one more instruction is executed before an interrupt is served. */
export const DELAYS_INTERRUPT = 2;
/** PUSH, the calls and OUT SPL, the second half of setting the stack pointer. */
export const MOVES_STACK = 3;

function kindOf(opcode: number): number {
  if (opcode === 0x9588) return SLEEP;
  if (opcode === 0x9478 || opcode === 0x9518 || (opcode & 0xfe0f) === 0xbe0f) return DELAYS_INTERRUPT;
  const pushes = (opcode & 0xfe0f) === 0x920f;
  const calls = (opcode & 0xf000) === 0xd000 || (opcode & 0xfe0e) === 0x940e || opcode === 0x9509;
  const setsSpl = (opcode & 0xfe0f) === 0xbe0d;
  return pushes || calls || setsSpl ? MOVES_STACK : ORDINARY;
}

/** One entry for each word of flash, so that the loop only looks up. */
export function kindsOf(program: Uint16Array): Uint8Array {
  return Uint8Array.from(program, kindOf);
}
