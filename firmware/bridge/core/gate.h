/* Lets whole frames through and nothing else: noise and halves of frames end here. */
#ifndef HOLDFAST_BRIDGE_GATE_H
#define HOLDFAST_BRIDGE_GATE_H

#include <stdbool.h>

#include "wire.h"

struct gate {
    /* A delimiter, `length` bytes so far, and room for the second delimiter. */
    uint8_t frame[WIRE_FRAME_MAX];
    uint8_t length;
    bool too_long;
    /* The frame is complete; the next byte begins another one. */
    bool complete;
    /* Runs of bytes that were no frame. */
    uint32_t noise;
};

/* Forgets the bytes of a frame that will not be finished. */
void gate_reset(struct gate *gate);
/* Takes one byte. A kind other than WIRE_NOISE: a frame is complete in gate_frame() until the next byte. */
enum wire_kind gate_byte(struct gate *gate, uint8_t byte);
/* The complete frame with both delimiters; returns its length. */
uint8_t gate_frame(const struct gate *gate, const uint8_t **frame);

#endif
