/* Frames on the byte stream: PROTOCOL.md, "Frames". */
#ifndef HOLDFAST_FRAMES_H
#define HOLDFAST_FRAMES_H

#include <stdbool.h>
#include <stdint.h>

struct frame {
    uint16_t session;
    uint32_t counter;
    uint8_t message;
    const uint8_t *fields;
    uint8_t length;
};

void frames_reset(void);
/* True when the byte ended a frame: frames_take() it before the next byte comes. */
bool frames_byte(uint8_t byte);
bool frames_pending(void);
/* The frame that arrived; false when it is none. Its fields stay until frames_done(). */
bool frames_take(struct frame *frame);
/* Forgets it: it may have carried a PIN. */
void frames_done(void);
/* False when the UART has no room now. */
bool frames_send(uint16_t session, uint32_t counter, uint8_t message, const void *fields, uint8_t length);

#endif
