/** A TCP socket of which nobody at the far end can take much: bytes that wait for them, bytes a second from them. */
import type { Socket } from "node:net";
import type { Clock } from "../clock.ts";

/** A UART at 500000 baud brings 50,000. */
const BYTES_A_SECOND = 65_536;
const LOOK_MS = 250;
/** Of a far side that does not read: what a cabinet sends in a minute. */
const UNREAD_MAX = 16_384;

/** Writes, and hangs up on who does not read. */
export function writeBounded(socket: Socket, bytes: Uint8Array): void {
  if (socket.destroyed) return;
  socket.write(bytes);
  if (socket.writableLength > UNREAD_MAX) socket.destroy(new Error("the far side does not read"));
}

/** Hands on what arrives; who is too fast is read again when that much may have come. */
export function readBounded(socket: Socket, clock: Clock, onData: (bytes: Uint8Array) => void): void {
  let resume = () => {};
  let budget = BYTES_A_SECOND;
  let filledAt = clock.monotonic();
  const fill = () => {
    const now = clock.monotonic();
    budget = Math.min(BYTES_A_SECOND, budget + ((now - filledAt) * BYTES_A_SECOND) / 1000);
    filledAt = now;
  };
  socket.on("data", (bytes) => {
    fill();
    budget -= bytes.length;
    onData(bytes);
    if (budget > 0 || socket.destroyed) return;
    socket.pause();
    resume = clock.after(Math.max(LOOK_MS, (-budget * 1000) / BYTES_A_SECOND), () => {
      fill();
      socket.resume();
    });
  });
  socket.on("close", () => resume());
}
