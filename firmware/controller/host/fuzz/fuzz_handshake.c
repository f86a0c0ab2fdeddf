/*
 * libFuzzer: somebody without a key who knows the protocol. He says hello, offers pairing keys without the button being
 * held, seals with keys of his own, sends back what he heard, and waits; to a paired cabinet and to one that is not.
 */
#include <stdlib.h>
#include <string.h>

#include "stranger.h"

#define STEPS_MAX 12

static const uint8_t *input;
static size_t left;

static uint8_t byte(void)
{
    if (left == 0)
        return 0;
    left--;
    return *input++;
}

static uint8_t bytes(uint8_t *to, uint8_t limit)
{
    const uint8_t length = byte() % (limit + 1);
    for (uint8_t i = 0; i < length; i++)
        to[i] = byte();
    return length;
}

static void send_frame(uint8_t format, uint16_t session, uint32_t counter, uint8_t message, const void *fields,
                       uint8_t length)
{
    uint8_t frame[GATEWAY_FRAME_MAX];
    const unsigned all = gateway_encode(frame, format, session, counter, message, fields, length);
    stranger_send(frame + 1, all - 2);
}

/* The gateway of the rig knows only its own sessions: all others it seals with a key of zeros. */
static void send_sealed(void)
{
    uint8_t fields[BODY_MAX - 1];
    const uint8_t message = byte();
    const uint16_t session = (uint16_t)(gateway_session() + 1 + byte() % 8);
    const uint32_t counter = 1 + byte() * 0x01010101u;
    send_frame(FRAME_SEALED, session, counter, message, fields, bytes(fields, sizeof fields));
}

static void step(void)
{
    uint8_t fields[GATEWAY_FRAME_MAX];
    const uint8_t what = byte() % 7;
    if (what == 0) {
        struct msg_hello hello = {PROTOCOL_VERSION, PROTOCOL_VERSION, {byte()}};
        send_frame(FRAME_PLAIN, 0, 0, MSG_HELLO, &hello, sizeof hello);
    } else if (what == 1) {
        struct msg_pair pair = {{byte()}};
        send_frame(FRAME_PLAIN, 0, 0, MSG_PAIR, &pair, sizeof pair);
    } else if (what == 2) {
        const uint8_t message = byte();
        send_frame(FRAME_PLAIN, 0, 0, message, fields, bytes(fields, BODY_MAX - 1));
    } else if (what == 3) {
        send_sealed();
    } else if (what == 4) {
        stranger_send(fields, stranger_overheard(fields));
    } else if (what == 5) {
        const uint8_t message = byte();
        const uint16_t session = byte();
        send_frame(FRAME_PLAIN, session, byte(), message, fields, bytes(fields, BODY_MAX - 1));
    } else {
        rig_run(byte() * 10u);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int cabinet = -1;
    input = data;
    left = size;
    const int wanted = byte() & 1;
    if (cabinet != wanted)
        stranger_begin(wanted);
    cabinet = wanted;
    for (unsigned i = 0; i < STEPS_MAX && left > 0; i++)
        step();
    if (stranger_succeeded())
        abort();
    return 0;
}
