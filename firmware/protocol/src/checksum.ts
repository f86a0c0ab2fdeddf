/** CRC-16/IBM-3740 ("CCITT-FALSE"): polynomial 0x1021, start 0xFFFF. Check value of "123456789": 0x29B1. */
export function crc16(data: Uint8Array, start = 0xffff): number {
  let crc = start;
  for (const byte of data) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++)
      crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
}

/** CRC-8/SMBUS: polynomial 0x07, start 0. Check value of "123456789": 0xF4. */
export function crc8(data: Uint8Array): number {
  let crc = 0;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80 ? ((crc << 1) ^ 0x07) & 0xff : (crc << 1) & 0xff;
  }
  return crc;
}

/** CRC-32/ISO-HDLC (reflected 0xEDB88320). Check value of "123456789": 0xCBF43926. */
export function crc32(data: Uint8Array, previous = 0): number {
  let crc = ~previous >>> 0;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
