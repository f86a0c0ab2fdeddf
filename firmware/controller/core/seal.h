/*
 * How a frame is protected: the only place that knows (PROTOCOL.md, "Frames"). `frame` is header and body, with room for
 * the seal behind them; lengths are in bytes.
 */
#ifndef HOLDFAST_SEAL_H
#define HOLDFAST_SEAL_H

#include <stdbool.h>
#include <stdint.h>

#include "ccm.h"

/* Format 1. Puts the check behind the frame; returns the length of all. */
uint8_t check_add(uint8_t *frame, uint8_t length);
/* Returns the length of header and body, 0 when the check is wrong. */
uint8_t check_take(const uint8_t *frame, uint8_t length);

/* Format 2, an AES block at a time: ccm_step() until it is done. `key` is that of the direction. */
void seal_begin(struct ccm *ccm, const uint8_t *key, uint8_t *frame, uint8_t length);
/* `length` with the tag; false when there is no body. */
bool open_begin(struct ccm *ccm, const uint8_t *key, uint8_t *frame, uint8_t length);

#endif
