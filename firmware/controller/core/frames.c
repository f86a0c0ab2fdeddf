#include "frames.h"

#include <stddef.h>
#include <string.h>

#include "board.h"
#include "cobs.h"

_Static_assert(offsetof(struct frame, message) == HEADER_LENGTH, "header is as long as on the wire");

static struct {
    uint8_t code; /* of COBS */
    struct frame frame;
} __attribute__((packed)) in;
static struct {
    uint8_t before;
    uint8_t code;
    struct frame frame;
    uint8_t after;
} __attribute__((packed)) out;

struct frame *const frame_in = &in.frame;
struct frame *const frame_out = &out.frame;

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
        if (length < sizeof in)
            ((uint8_t *)&in)[length++] = byte;
        else
            too_long = true;
        return;
    }
    length = too_long ? 0 : cobs_decode((uint8_t *)&in, length);
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
    memset(&in, 0, sizeof in);
    length = 0;
    pending = false;
}

uint8_t frames_fill(uint16_t session, uint32_t counter, uint8_t message, const void *fields, uint8_t fields_length)
{
    out.frame.format = session == 0 ? FRAME_PLAIN : FRAME_SEALED;
    out.frame.session = session;
    out.frame.counter = counter;
    out.frame.message = message;
    memcpy(out.frame.fields, fields, fields_length);
    return FRAME_BARE + fields_length;
}

bool frames_send(uint8_t frame_length)
{
    if (encoded == 0) {
        cobs_encode(&out.code, frame_length);
        out.before = 0;
        encoded = frame_length + 3;
        (&out.before)[encoded - 1] = 0;
    }
    if (!board_uart_send(&out.before, encoded))
        return false;
    encoded = 0;
    return true;
}
