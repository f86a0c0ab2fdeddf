/* The wire format that bridge, controller and gateway share: COBS between 0x00, CRC-16. firmware/PROTOCOL.md */
#ifndef HOLDFAST_BRIDGE_WIRE_H
#define HOLDFAST_BRIDGE_WIRE_H

#include <stdint.h>

/* Between the delimiters. */
#define WIRE_ENCODED_MAX 64
/* A header, a message id and a CRC-16, encoded. */
#define WIRE_ENCODED_MIN 11
/* With the delimiters. */
#define WIRE_FRAME_MAX (1 + WIRE_ENCODED_MAX + 1)

enum wire_kind {
    /* No frame: not COBS, or of a length or format that no frame has. */
    WIRE_NOISE,
    /* Between controller and gateway: passed on as it is. */
    WIRE_LINK,
    /* Between bridge and gateway. */
    WIRE_BRIDGE,
};

/* What the `length` bytes between two delimiters are. */
enum wire_kind wire_kind(const uint8_t *encoded, uint8_t length);

/* CRC-16/IBM-3740: polynomial 1021, start FFFF. */
uint16_t wire_crc(const uint8_t *bytes, uint16_t length);

/* Writes `length` bytes, at most 61, as a frame with CRC-16 and both delimiters; returns its length. */
uint8_t wire_write(uint8_t frame[WIRE_FRAME_MAX], const uint8_t *bytes, uint8_t length);

/* The bytes of a frame with CRC-16; returns how many, 0 when it is damaged. `encoded` has no delimiters. */
uint8_t wire_read(uint8_t bytes[WIRE_ENCODED_MAX], const uint8_t *encoded, uint8_t length);

#endif
