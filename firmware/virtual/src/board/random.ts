/** Repeatable noise: xorshift with 32 bits of state (Marsaglia, "Xorshift RNGs", 2003). */
export class Random {
  private state: number;

  constructor(seed: number) {
    // State 0 would stay 0; the multiplication spreads neighbouring seeds.
    this.state = Math.imul(seed + 1, 0x9e3779b1) | 1;
    for (let i = 0; i < 8; i++) this.next();
  }

  /** 32 random bits. */
  next(): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return this.state >>> 0;
  }

  /** From 0 up to, but not including, 1. */
  fraction(): number {
    return this.next() / 0x1_0000_0000;
  }

  byte(): number {
    return this.next() >>> 24;
  }

  fill(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) bytes[i] = this.byte();
  }
}
