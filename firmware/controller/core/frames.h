/* Frames on the byte stream, one on its way in and one on its way out: PROTOCOL.md, "Frames". */
#ifndef HOLDFAST_FRAMES_H
#define HOLDFAST_FRAMES_H

#include <stdbool.h>
#include <stdint.h>

#include "messages.h"

struct frame {
    uint8_t format;
    uint16_t session;
    uint32_t counter;
    uint8_t message;
    uint8_t fields[BODY_MAX - 1];
    uint8_t seal[TAG_LENGTH];
} __attribute__((packed));
/* Header and message id. */
#define FRAME_BARE (HEADER_LENGTH + 1)

void frames_reset(void);
/* Dropped while a frame is pending. */
void frames_byte(uint8_t byte);
/* A frame arrived: it is there, with its seal, until frames_done(). */
bool frames_pending(void);
extern struct frame_in {
    uint8_t code; /* of COBS */
    struct frame frame;
} __attribute__((packed)) frame_in;
uint8_t frames_length(void);
/* Forgets it: it may have carried a PIN. */
void frames_done(void);

extern struct frame_out {
    uint8_t before;
    uint8_t code;
    struct frame frame;
    uint8_t after;
} __attribute__((packed)) frame_out;
/* Fills header and body of that; returns their length. */
uint8_t frames_fill(uint16_t session, uint32_t counter, uint8_t message, const void *fields, uint8_t length);
/* Sends it, `length` with its seal; it is encoded in place. False when the UART has no room now: call again. */
bool frames_send(uint8_t length);

#endif
