/** The page of flash that keeps Wi-Fi and gateway (core/credentials.h), for bridges that exist in software only. */
import { crc16 } from "@holdfast/protocol";

const PLACE = { ssid: 8, password: 41, host: 106, port: 170, check: 172 } as const;
const DEFAULT_PORT = 7532;

export interface Credentials {
  readonly ssid: string;
  readonly password: string;
  /** Undefined: found by mDNS. */
  readonly gateway?: { readonly host: string; readonly port: number };
}

export function credentialsPage({ ssid, password, gateway }: Credentials): Uint8Array {
  const page = Buffer.alloc(PLACE.check + 2);
  page.set([0x48, 0x46, 0x42, 1, 1]);
  page.write(ssid, PLACE.ssid);
  page.write(password, PLACE.password);
  page.write(gateway?.host ?? "", PLACE.host);
  page.writeUInt16LE(gateway?.port ?? DEFAULT_PORT, PLACE.port);
  page.writeUInt16LE(crc16(page.subarray(0, PLACE.check)), PLACE.check);
  return page;
}
