/*
 * Consistent Overhead Byte Stuffing (Cheshire and Baker, 1999) for frames shorter than 254 bytes, in place.
 */
#ifndef HOLDFAST_COBS_H
#define HOLDFAST_COBS_H

#include <stdint.h>

/* Encodes the `length` bytes that follow the first of `bytes`, which is free for the code: the result is one longer. */
void cobs_encode(uint8_t *bytes, uint8_t length);
/* Decodes `length` bytes, the result starts at bytes[1]. Returns its length, 0 when it is no COBS or empty. */
uint8_t cobs_decode(uint8_t *bytes, uint8_t length);

#endif
