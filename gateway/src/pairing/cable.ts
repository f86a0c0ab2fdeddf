/** Which ports are a cable: what goes over them nobody else hears. */
import type { GatewayConfiguration } from "../configuration/schema.ts";

const OWN_MACHINE = /^(localhost|127\.[0-9.]+)$/;

/** A serial port, or TCP that does not leave this machine (the virtual cabinet). */
export function isCable({ serial, tcp }: GatewayConfiguration["cabinet"][number]["port"]): boolean {
  return serial !== undefined || (tcp !== undefined && OWN_MACHINE.test(tcp.slice(0, tcp.lastIndexOf(":"))));
}
