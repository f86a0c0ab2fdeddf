#include "wire.h"

#include <stdbool.h>
#include <string.h>

#define FORMAT_PLAIN 1
#define FORMAT_SEALED 2
#define FORMAT_BRIDGE 3
#define CRC_LENGTH 2

/* Decodes; the answer is the length, 0 when it is no COBS. A group never reaches beyond 254 bytes here. */
static uint8_t decode(uint8_t *out, const uint8_t *encoded, uint8_t length)
{
    uint8_t at = 0;
    while (at < length) {
        const uint8_t code = encoded[at];
        if (code == 0 || code > length - at)
            return 0;
        if (at != 0)
            out[at - 1] = 0;
        memcpy(out + at, encoded + at + 1, code - 1);
        at += code;
    }
    return length == 0 ? 0 : length - 1;
}

enum wire_kind wire_kind(const uint8_t *encoded, uint8_t length)
{
    uint8_t bytes[WIRE_ENCODED_MAX];
    if (length > WIRE_ENCODED_MAX)
        return WIRE_NOISE;
    const uint8_t decoded = decode(bytes, encoded, length);
    if (decoded > CRC_LENGTH && bytes[0] == FORMAT_BRIDGE)
        return WIRE_BRIDGE;
    if (length < WIRE_ENCODED_MIN || decoded == 0)
        return WIRE_NOISE;
    return bytes[0] == FORMAT_PLAIN || bytes[0] == FORMAT_SEALED ? WIRE_LINK : WIRE_NOISE;
}

uint16_t wire_crc(const uint8_t *bytes, uint16_t length)
{
    uint16_t crc = 0xFFFF;
    for (uint16_t i = 0; i < length; i++) {
        crc ^= (uint16_t)(bytes[i] << 8);
        for (uint8_t bit = 0; bit < 8; bit++)
            crc = (uint16_t)(crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1);
    }
    return crc;
}

uint8_t wire_write(uint8_t frame[WIRE_FRAME_MAX], const uint8_t *bytes, uint8_t length)
{
    const uint16_t crc = wire_crc(bytes, length);
    /* frame[1] is the first code; the bytes follow it. */
    uint8_t *const body = frame + 2;
    memcpy(body, bytes, length);
    body[length++] = (uint8_t)crc;
    body[length++] = (uint8_t)(crc >> 8);
    uint8_t code_at = 1;
    for (uint8_t at = 2; at < length + 2; at++) {
        if (frame[at] == 0) {
            frame[code_at] = at - code_at;
            code_at = at;
        }
    }
    frame[code_at] = length + 2 - code_at;
    frame[0] = frame[length + 2] = 0;
    return length + 3;
}

uint8_t wire_read(uint8_t bytes[WIRE_ENCODED_MAX], const uint8_t *encoded, uint8_t length)
{
    if (length > WIRE_ENCODED_MAX)
        return 0;
    const uint8_t decoded = decode(bytes, encoded, length);
    if (decoded <= CRC_LENGTH)
        return 0;
    const uint8_t body = decoded - CRC_LENGTH;
    const uint16_t crc = (uint16_t)(bytes[body] | bytes[body + 1] << 8);
    return wire_crc(bytes, body) == crc ? body : 0;
}
