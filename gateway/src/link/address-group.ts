/** Whose calls are counted together. */
import { isIPv6 } from "node:net";

const GROUPS = 8;
const OF_THE_NETWORK = 4;

/**
 * IPv4 addresses one by one, those of one link too; of other IPv6 addresses the network of 64 bits, all of which one
 * host may use.
 */
export function addressGroup(address: string): string {
  const plain = address.replace(/^::ffff:/, "");
  if (!isIPv6(plain) || plain.startsWith("fe80:")) return plain;
  const [before = [], after = []] = plain.split("::").map((part) => part.split(":").filter(Boolean));
  const zeros = Array.from({ length: GROUPS - before.length - after.length }, () => "0");
  return [...before, ...zeros, ...after].slice(0, OF_THE_NETWORK).join(":");
}
