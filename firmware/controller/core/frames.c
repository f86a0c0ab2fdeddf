#include "frames.h"

#include <string.h>

#include "board.h"
#include "cobs.h"
#include "messages.h"
#include "seal.h"

#define RAW_MAX (HEADER_LENGTH + BODY_MAX + SEAL_MAX)
#define ENCODED_MAX (RAW_MAX + 1)

struct header {
    uint8_t version;
    uint16_t session;
    uint32_t counter;
} __attribute__((packed));
_Static_assert(sizeof(struct header) == HEADER_LENGTH, "header is as long as on the wire");

static uint8_t received[ENCODED_MAX];
static uint8_t length;
static bool too_long;
static bool pending;

void frames_reset(void)
{
    length = 0;
    too_long = pending = false;
}

bool frames_byte(uint8_t byte)
{
    if (byte != 0) {
        if (length < ENCODED_MAX)
            received[length++] = byte;
        else
            too_long = true;
        return false;
    }
    pending = length > 0 && !too_long;
    if (!pending)
        frames_reset();
    return pending;
}

bool frames_pending(void)
{
    return pending;
}

bool frames_take(struct frame *frame)
{
    uint8_t *raw = received + 1;
    const uint8_t opened = open_frame(raw, cobs_decode(received, length));
    struct header header;
    memcpy(&header, raw, sizeof header);
    if (opened == 0 || header.version != PROTOCOL_VERSION)
        return false;
    frame->session = header.session;
    frame->counter = header.counter;
    frame->message = raw[HEADER_LENGTH];
    frame->fields = raw + HEADER_LENGTH + 1;
    frame->length = opened - HEADER_LENGTH - 1;
    return true;
}

void frames_done(void)
{
    memset(received, 0, sizeof received);
    frames_reset();
}

bool frames_send(uint16_t session, uint32_t counter, uint8_t message, const void *fields, uint8_t fields_length)
{
    /* delimiter, COBS code, frame, delimiter */
    uint8_t wire[RAW_MAX + 3];
    uint8_t *raw = wire + 2;
    const struct header header = {PROTOCOL_VERSION, session, counter};
    memcpy(raw, &header, sizeof header);
    raw[HEADER_LENGTH] = message;
    memcpy(raw + HEADER_LENGTH + 1, fields, fields_length);
    const uint8_t sealed = seal_frame(raw, HEADER_LENGTH + 1 + fields_length);
    cobs_encode(wire + 1, sealed);
    wire[0] = 0;
    wire[sealed + 2] = 0;
    return board_uart_send(wire, sealed + 3);
}
