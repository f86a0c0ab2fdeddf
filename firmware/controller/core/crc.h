/* Checks of the link and of the EEPROM; the same as firmware/protocol/src/checksum.ts. */
#ifndef HOLDFAST_CRC_H
#define HOLDFAST_CRC_H

#include <stdint.h>

#define CRC16_START 0xFFFF

/* CRC-8/SMBUS: polynomial 07, start 0. */
uint8_t crc8(const void *data, uint8_t length);
/* CRC-16/IBM-3740: polynomial 1021; the first call starts with CRC16_START. */
uint16_t crc16(uint16_t crc, const void *data, uint8_t length);
/* CRC-32/ISO-HDLC: the first call starts with 0. */
uint32_t crc32(uint32_t crc, const void *data, uint8_t length);

#endif
