/*
 * How a frame is protected: the only place that knows. Today CRC-16 over header and body (PROTOCOL.md, "Frames"); there
 * is room for a longer seal in every buffer.
 */
#ifndef HOLDFAST_SEAL_H
#define HOLDFAST_SEAL_H

#include <stdbool.h>
#include <stdint.h>

/* The longest seal the buffers have room for. */
#define SEAL_MAX 8

/* Puts the seal behind header and body; returns the length of all. */
uint8_t seal_frame(uint8_t *frame, uint8_t length);
/* Checks the seal at the end of a frame; returns the length of header and body, 0 when it is wrong. */
uint8_t open_frame(uint8_t *frame, uint8_t length);

#endif
