#include "frames.h"

#include <stddef.h>
#include <string.h>

#include "board.h"
#include "cobs.h"

_Static_assert(offsetof(struct frame, message) == HEADER_LENGTH, "header is as long as on the wire");

struct frame_in frame_in;
struct frame_out frame_out;

/* Of the encoded bytes so far; of the decoded frame when it is pending. */
static uint8_t length;
static bool too_long;
static bool pending;
/* Of what frames_send() still has to send. */
static uint8_t encoded;

void frames_reset(void)
{
    length = encoded = 0;
    too_long = pending = false;
}

void frames_byte(uint8_t byte)
{
    if (pending)
        return;
    if (byte != 0) {
        if (length < sizeof frame_in)
            ((uint8_t *)&frame_in)[length++] = byte;
        else
            too_long = true;
        return;
    }
    length = too_long ? 0 : cobs_decode((uint8_t *)&frame_in, length);
    too_long = false;
    pending = length > FRAME_BARE;
    if (!pending)
        length = 0;
}

bool frames_pending(void)
{
    return pending;
}

uint8_t frames_length(void)
{
    return length;
}

void frames_done(void)
{
    memset(&frame_in, 0, sizeof frame_in);
    length = 0;
    pending = false;
}

uint8_t frames_fill(uint16_t session, uint32_t counter, uint8_t message, const void *fields, uint8_t fields_length)
{
    frame_out.frame.format = session == 0 ? FRAME_PLAIN : FRAME_SEALED;
    frame_out.frame.session = session;
    frame_out.frame.counter = counter;
    frame_out.frame.message = message;
    memcpy(frame_out.frame.fields, fields, fields_length);
    return FRAME_BARE + fields_length;
}

bool frames_send(uint8_t frame_length)
{
    if (encoded == 0) {
        cobs_encode(&frame_out.code, frame_length);
        frame_out.before = 0;
        encoded = frame_length + 3;
        (&frame_out.before)[encoded - 1] = 0;
    }
    if (!board_uart_send(&frame_out.before, encoded))
        return false;
    encoded = 0;
    return true;
}
