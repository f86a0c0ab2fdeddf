import { VirtualError } from "../virtual-error.ts";

const RECORD = /^:([0-9A-Fa-f]{2})([0-9A-Fa-f]{4})([0-9A-Fa-f]{2})((?:[0-9A-Fa-f]{2})*)([0-9A-Fa-f]{2})$/;
const DATA = 0;
const END = 1;

function bad(line: number, what: string): VirtualError {
  return new VirtualError(
    "BAD_HEX",
    `Intel HEX, line ${line}: ${what}`,
    "Build the firmware again: npm run firmware",
  );
}

/** Reads Intel HEX (Intel, "Hexadecimal Object File Format Specification", 1988) into erased flash. */
export function readIntelHex(text: string, flashBytes: number): Uint8Array {
  const flash = new Uint8Array(flashBytes).fill(0xff);
  let ended = false;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line === "") continue;
    const match = RECORD.exec(line);
    if (match === null || ended) throw bad(index + 1, ended ? "text after the end record" : "no record");
    const bytes = Buffer.from(line.slice(1), "hex");
    if (bytes.length !== (bytes[0] ?? 0) + 5) throw bad(index + 1, "its length byte does not fit");
    if (bytes.reduce((sum, byte) => sum + byte, 0) % 256 !== 0) throw bad(index + 1, "wrong checksum");
    const type = bytes[3];
    if (type === END) ended = true;
    if (type !== DATA) continue;
    const address = bytes.readUInt16BE(1);
    const data = bytes.subarray(4, -1);
    if (address + data.length > flashBytes) throw bad(index + 1, `beyond ${flashBytes} bytes of flash`);
    flash.set(data, address);
  }
  if (!ended) throw bad(text.split("\n").length, "the end record is missing");
  return flash;
}
