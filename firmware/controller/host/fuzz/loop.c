/*
 * `fuzz COUNT SEED`: frames made of really sealed ones, by flipping bits, cutting, joining, changing the header or
 * putting a right check on them, and noise. None may be accepted; each ten-thousandth is whole, and must be.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "cobs.h"
#include "link.h"
#include "seal.h"
#include "stranger.h"

#define WHOLE_EVERY 10000
#define GENUINE 16
/* Time goes by for the controller: a tick after so many frames. */
#define FRAMES_PER_MS 64

struct raw {
    uint8_t bytes[GATEWAY_FRAME_MAX];
    uint8_t length;
};

/* Sealed for the session under way and not sent yet: header, body, tag. */
static struct raw genuine[GENUINE];
static uint32_t counter = 1000;

static void seal_one(struct raw *raw)
{
    uint8_t frame[GATEWAY_FRAME_MAX];
    static const uint8_t messages[] = {MSG_OPERATOR_OPEN, MSG_COLLECT, MSG_STORE, MSG_SET_PIN,
                                       MSG_RELEASE,       MSG_SET_CONFIG, MSG_RESTORE_SLOT, MSG_ACKNOWLEDGE};
    static const uint8_t lengths[] = {9, 21, 21, 16, 11, 28, 24, 4};
    struct msg_store fields[2] = {{.id = 100, .deadline = gateway_deadline(), .locker = 5}};
    const unsigned which = chance_below(sizeof messages);
    counter += 1 + chance_below(3);
    const unsigned all = gateway_encode(frame, FRAME_SEALED, gateway_session(), counter, messages[which], fields,
                                        lengths[which]);
    raw->length = cobs_decode(frame + 1, (uint8_t)(all - 2));
    memcpy(raw->bytes, frame + 2, raw->length);
}

static void begin(void)
{
    stranger_begin(true);
    for (unsigned i = 0; i < GENUINE; i++)
        seal_one(&genuine[i]);
}

static bool is_genuine(const struct raw *raw)
{
    for (unsigned i = 0; i < GENUINE; i++) {
        if (raw->length == genuine[i].length && memcmp(raw->bytes, genuine[i].bytes, raw->length) == 0)
            return true;
    }
    return false;
}

static void change(struct raw *raw)
{
    const struct raw *other = &genuine[chance_below(GENUINE)];
    const uint8_t at = (uint8_t)chance_below(raw->length);
    switch (chance_below(8)) {
    case 0: /* noise */
        for (uint8_t i = 0; i < raw->length; i++)
            raw->bytes[i] = (uint8_t)chance_below(256);
        break;
    case 1: /* shorter */
        raw->length = at + 1;
        break;
    case 2: /* the end of another one */
        raw->length = other->length;
        if (at < other->length)
            memcpy(raw->bytes + at, other->bytes + at, other->length - at);
        break;
    case 3: /* another counter, greater than all so far, or another session */
        raw->bytes[chance_below(HEADER_LENGTH)] = (uint8_t)chance_below(256);
        break;
    case 4: /* in plaintext, with a right check */
        raw->bytes[0] = FRAME_PLAIN;
        if (chance_one_in(2))
            memset(raw->bytes + 1, 0, HEADER_LENGTH - 1);
        raw->bytes[HEADER_LENGTH] = (uint8_t)(MSG_GATEWAY_HEARTBEAT + chance_below(MSG_SET_CONFIG));
        raw->length = check_add(raw->bytes, raw->length - TAG_LENGTH);
        break;
    default: /* flipped bits */
        for (unsigned flips = 1 + chance_below(4); flips > 0; flips--)
            raw->bytes[chance_below(raw->length)] ^= (uint8_t)(1u << chance_below(8));
    }
}

static void send_raw(const struct raw *raw)
{
    uint8_t encoded[GATEWAY_FRAME_MAX + 1];
    memcpy(encoded + 1, raw->bytes, raw->length);
    cobs_encode(encoded, raw->length);
    stranger_send(encoded, raw->length + 1u);
}

/* The one that is whole is accepted: the others were refused for what they are. */
static bool whole_is_accepted(void)
{
    struct raw raw;
    seal_one(&raw);
    send_raw(&raw);
    return link_up();
}

int main(int argc, char **argv)
{
    const unsigned long count = argc == 3 ? strtoul(argv[1], NULL, 10) : 0;
    unsigned long accepted = 0, refused_whole = 0;
    if (count == 0) {
        fprintf(stderr, "usage: fuzz COUNT SEED\n");
        return 2;
    }
    chance_seed(strtoull(argv[2], NULL, 10));
    begin();
    for (unsigned long sent = 1; sent <= count; sent++) {
        struct raw raw = genuine[chance_below(GENUINE)];
        do
            change(&raw);
        while (is_genuine(&raw));
        send_raw(&raw);
        if (sent % FRAMES_PER_MS == 0)
            rig_run(1);
        const bool last = sent % WHOLE_EVERY == 0 || sent == count;
        if (stranger_succeeded()) {
            accepted++;
            begin();
        } else if (last) {
            refused_whole += !whole_is_accepted();
            begin();
        }
    }
    printf("{\"frames\":%lu,\"accepted\":%lu,\"refused_whole\":%lu}\n", count, accepted, refused_whole);
    return accepted > 0 || refused_whole > 0;
}
