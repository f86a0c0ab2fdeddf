/** PINs between their making and their delivery, by the command that carried them. In memory only. */
const MOST = 4096;

export class PinVault {
  readonly #pins = new Map<number, string>();

  put(command: number, pin: string): void {
    this.#pins.set(command, pin);
    const [oldest] = this.#pins.keys();
    if (this.#pins.size > MOST && oldest !== undefined) this.#pins.delete(oldest);
  }

  get(command: number): string | undefined {
    return this.#pins.get(command);
  }

  forget(command: number): void {
    this.#pins.delete(command);
  }
}
