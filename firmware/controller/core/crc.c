/* Bit by bit: tables would cost more flash than the time is worth (a frame of 57 bytes takes 0.3 ms). */
#include "crc.h"

uint8_t crc8(const void *data, uint8_t length)
{
    const uint8_t *bytes = data;
    uint8_t crc = 0;
    while (length--) {
        crc ^= *bytes++;
        for (uint8_t bit = 0; bit < 8; bit++)
            crc = (crc & 0x80) ? (uint8_t)(crc << 1) ^ 0x07 : (uint8_t)(crc << 1);
    }
    return crc;
}

uint16_t crc16(uint16_t crc, const void *data, uint8_t length)
{
    const uint8_t *bytes = data;
    while (length--) {
        crc ^= (uint16_t)((uint16_t)*bytes++ << 8);
        for (uint8_t bit = 0; bit < 8; bit++)
            crc = (crc & 0x8000) ? (uint16_t)(crc << 1) ^ 0x1021 : (uint16_t)(crc << 1);
    }
    return crc;
}

uint32_t crc32(uint32_t crc, const void *data, uint8_t length)
{
    const uint8_t *bytes = data;
    crc = ~crc;
    while (length--) {
        crc ^= *bytes++;
        for (uint8_t bit = 0; bit < 8; bit++)
            crc = (crc & 1) ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
    }
    return ~crc;
}
