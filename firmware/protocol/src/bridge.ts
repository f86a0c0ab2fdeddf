/**
 * What a Wi-Fi bridge says of itself and what the gateway answers: frames of format 3 between these two, beside those of
 * the link. PROTOCOL.md, "Bridges". Anybody may have sent them: they are shown, and nothing is decided by them.
 */
import { crc16 } from "./checksum.ts";
import { cobsDecode, cobsEncode } from "./cobs.ts";
import { ENCODED_MAX } from "./frame.ts";

/** Of the bridge in this release. */
export const BRIDGE_VERSION = "0.1.0";

const FORMAT = 3;
const KIND = { report: 1, heard: 2 } as const;
const CHECK_LENGTH = 2;
const REPORT_LENGTH = 27;

export interface BridgeReport {
  /** As "0.1.0". */
  readonly version: string;
  /** dBm */
  readonly rssi: number;
  /** Why the module started last, as its SDK numbers it. */
  readonly resetCause: number;
  /** Eight hexadecimal digits. */
  readonly chip: string;
  /** Seconds since the module started; the counts are since then too. */
  readonly uptime: number;
  readonly connections: number;
  /** How often the UART's buffer ran over. */
  readonly overruns: number;
  /** Frames that found no room. */
  readonly dropped: number;
  /** Runs of bytes that were no frame. */
  readonly noise: number;
}

/** True for every frame that is not the link's, whatever else is wrong with it. `encoded`: the bytes between two delimiters. */
export function isBridgeFrame(encoded: Uint8Array): boolean {
  return (encoded[0] ?? 0) > 1 && encoded[1] === FORMAT;
}

/** Undefined: it is none, or damaged. What follows the known fields belongs to later versions. */
export function readBridgeReport(encoded: Uint8Array): BridgeReport | undefined {
  const bytes = open(encoded, KIND.report);
  if (bytes === undefined || bytes.length < REPORT_LENGTH) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    version: bytes.subarray(2, 5).join("."),
    rssi: view.getInt8(5),
    resetCause: view.getUint8(6),
    chip: view.getUint32(7, true).toString(16).padStart(8, "0"),
    uptime: view.getUint32(11, true),
    connections: view.getUint16(15, true),
    overruns: view.getUint16(17, true),
    dropped: view.getUint32(19, true),
    noise: view.getUint32(23, true),
  };
}

/** The gateway's answer: `known` when one of its cabinets is behind this bridge. */
export function encodeHeard(known: boolean): Uint8Array {
  return wire([FORMAT, KIND.heard, known ? 1 : 0]);
}

/** What a bridge sends; for tests, and for bridges in TypeScript. */
export function encodeBridgeReport(report: BridgeReport): Uint8Array {
  const bytes = new Uint8Array(REPORT_LENGTH);
  const view = new DataView(bytes.buffer);
  bytes.set([FORMAT, KIND.report, ...report.version.split(".").map(Number)]);
  view.setInt8(5, report.rssi);
  view.setUint8(6, report.resetCause);
  view.setUint32(7, Number.parseInt(report.chip, 16), true);
  view.setUint32(11, report.uptime, true);
  view.setUint16(15, report.connections, true);
  view.setUint16(17, report.overruns, true);
  view.setUint32(19, report.dropped, true);
  view.setUint32(23, report.noise, true);
  return wire(bytes);
}

/** The bytes of a frame of this kind; undefined when it is another, or damaged. */
function open(encoded: Uint8Array, kind: number): Uint8Array | undefined {
  if (encoded.length > ENCODED_MAX) return undefined;
  const bytes = cobsDecode(encoded);
  if (bytes === undefined || bytes.length < 2 + CHECK_LENGTH) return undefined;
  const end = bytes.length - CHECK_LENGTH;
  const check = (bytes[end] ?? 0) | ((bytes[end + 1] ?? 0) << 8);
  if (bytes[0] !== FORMAT || bytes[1] !== kind || crc16(bytes.subarray(0, end)) !== check) return undefined;
  return bytes.subarray(0, end);
}

function wire(bytes: ArrayLike<number>): Uint8Array {
  const whole = new Uint8Array(bytes.length + CHECK_LENGTH);
  whole.set(bytes);
  new DataView(whole.buffer).setUint16(bytes.length, crc16(whole.subarray(0, bytes.length)), true);
  return Uint8Array.of(0, ...cobsEncode(whole), 0);
}
