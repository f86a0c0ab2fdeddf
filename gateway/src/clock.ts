/**
 * Time for everything behind the API. Decisions, waits and deadlines use `monotonic`; `wall` is for showing only,
 * because a Raspberry Pi has no clock at boot.
 */
export interface Clock {
  /** Milliseconds that never jump. */
  monotonic(): number;
  /** Milliseconds since 1970, as the operating system believes. */
  wall(): number;
  /** Calls once after so many milliseconds; returns the way to cancel. */
  after(milliseconds: number, call: () => void): () => void;
}

export const systemClock: Clock = {
  monotonic: () => performance.now(),
  wall: () => Date.now(),
  after(milliseconds, call) {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** The value, or undefined when it does not come in time. The late value is ignored. */
export function within<T>(clock: Clock, milliseconds: number, wanted: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(milliseconds, () => resolve(undefined));
    wanted.then(resolve, reject).finally(cancel);
  });
}
