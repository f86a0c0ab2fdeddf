/* What somebody on the wire without the key can do: nothing. */
#include <string.h>

#include "gateway.h"
#include "harness.h"
#include "slots.h"

static const struct msg_operator_open open_two = {7, UINT32_MAX / 2, 2};

static void begin(void)
{
    rig_boot(1);
    rig_run(500);
    gateway_connect();
    gateway_drain();
    gateway_forget();
}

TEST("no plain frame of any message and length opens a door, changes anything or is answered with more than a refusal")
{
    begin();
    rig_settle();
    uint8_t before[EEPROM_SIZE];
    memcpy(before, rig.eeprom, sizeof before);
    uint8_t fields[BODY_MAX] = {0};
    memcpy(fields, &open_two, sizeof open_two);
    for (unsigned message = 0; message < 256; message++) {
        for (uint8_t length = 0; length < BODY_MAX; length++) {
            if (message == MSG_HELLO)
                continue;
            gateway_plain((uint8_t)message, fields, length);
        }
        rig_run(1);
    }
    rig_run(300);
    CHECK_EQUAL(rig.pulse_count, 0);
    CHECK_BYTES(rig.eeprom, before, sizeof before);
    for (unsigned i = 0; i < rig.message_count; i++)
        CHECK(rig.messages[i].format == FRAME_SEALED || rig.messages[i].id == MSG_WELCOME ||
              rig.messages[i].id == MSG_REFUSED);
    gateway_send(MSG_OPERATOR_OPEN, &open_two, sizeof open_two);
    CHECK_EQUAL(gateway_result(7).outcome, OUTCOME_DONE);
}

TEST("a plain frame in a session or with a counter is dropped")
{
    begin();
    uint8_t frame[GATEWAY_FRAME_MAX];
    const struct msg_hello hello = {PROTOCOL_VERSION, PROTOCOL_VERSION, {0xAA}};
    rig_receive(frame, gateway_encode(frame, FRAME_PLAIN, gateway_session(), 0, MSG_HELLO, &hello, sizeof hello));
    rig_receive(frame, gateway_encode(frame, FRAME_PLAIN, 0, 1, MSG_HELLO, &hello, sizeof hello));
    for (unsigned format = 0; format < 256; format++) {
        if (format != FRAME_PLAIN && format != FRAME_SEALED)
            rig_receive(frame, gateway_encode(frame, (uint8_t)format, gateway_session(), 500, MSG_OPERATOR_OPEN,
                                              &open_two, sizeof open_two));
    }
    rig_run(300);
    CHECK_EQUAL(gateway_count(MSG_WELCOME), 0);
    CHECK_EQUAL(rig.pulse_count, 0);
}

TEST("a recorded command is carried out once, however often and whenever it is played again")
{
    begin();
    uint8_t frame[GATEWAY_FRAME_MAX];
    const unsigned length = gateway_encode(frame, FRAME_SEALED, gateway_session(), 1000, MSG_OPERATOR_OPEN, &open_two,
                                           sizeof open_two);
    for (int i = 0; i < 5; i++) {
        rig_receive(frame, length);
        rig_run(300);
    }
    CHECK_EQUAL(rig.pulse_count, 1);
    gateway_connect();
    rig_receive(frame, length);
    rig_run(300);
    rig_boot(2);
    rig_run(500);
    rig_receive(frame, length);
    gateway_connect();
    rig_receive(frame, length);
    rig_run(300);
    CHECK_EQUAL(rig.pulse_count, 1);
}

static bool answered(uint16_t session, uint32_t counter)
{
    gateway_forget();
    gateway_frame(session, counter, MSG_QUERY_SLOT, &(struct msg_query_slot){1}, 1);
    rig_run(20);
    return gateway_got(MSG_SLOT) != NULL;
}

TEST("a counter has to grow: what is reordered is dropped, what was left out is not missed")
{
    begin();
    CHECK(answered(gateway_session(), 1000));
    CHECK(!answered(gateway_session(), 1000));
    CHECK(!answered(gateway_session(), 999));
    CHECK(!answered(gateway_session(), 0));
    CHECK(answered(gateway_session(), 5000));
    CHECK(answered(gateway_session(), UINT32_MAX));
    CHECK(!answered(gateway_session(), 0));
    CHECK(!answered(gateway_session(), UINT32_MAX));
}

TEST("a thousand hellos of a stranger do not end the session of the gateway")
{
    begin();
    for (unsigned i = 0; i < 1000; i++) {
        struct msg_hello hello = {PROTOCOL_VERSION, PROTOCOL_VERSION, {0}};
        memcpy(hello.nonce, &i, sizeof i);
        gateway_plain(MSG_HELLO, &hello, sizeof hello);
        rig_run(1);
        if (i % 100 == 0) {
            CHECK(answered(gateway_session(), 1000 + i));
            gateway_forget();
        }
    }
    CHECK_SHOWS("online");
}

TEST("a frame of the session that is offered counts only with its own key")
{
    begin();
    const uint16_t session = gateway_session();
    gateway_hello();
    rig_run(20);
    CHECK_EQUAL(gateway_count(MSG_WELCOME), 1);
    /* The number of the offer, which is the next, with a key of zeros. */
    gateway_frame((uint16_t)(session + 1), 1, MSG_OPERATOR_OPEN, &open_two, sizeof open_two);
    rig_run(300);
    CHECK_EQUAL(rig.pulse_count, 0);
    CHECK(answered(session, 1000));
}

TEST("no other version than the one that is spoken is agreed on")
{
    begin();
    const uint8_t ranges[][2] = {{0, 0}, {1, 1}, {0, 1}, {3, 255}, {5, 2}};
    for (unsigned i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        const struct msg_hello hello = {ranges[i][0], ranges[i][1], {1}};
        gateway_forget();
        gateway_plain(MSG_HELLO, &hello, sizeof hello);
        rig_run(20);
        CHECK_EQUAL(gateway_count(MSG_WELCOME), 0);
        CHECK_EQUAL(gateway_got(MSG_REFUSED)->fields[1], REFUSAL_WRONG_VERSION);
    }
    CHECK(answered(gateway_session(), 1000));
}

TEST("no PIN, phone number or record is on the wire in clear")
{
    begin();
    uint8_t frame[GATEWAY_FRAME_MAX];
    struct msg_store store = {.id = 9, .deadline = gateway_deadline(), .locker = 3};
    pack_digits("41791234567", store.phone, sizeof store.phone);
    pack_digits("4711", store.pin, sizeof store.pin);
    const unsigned length = gateway_encode(frame, FRAME_SEALED, gateway_session(), 77, MSG_STORE, &store, sizeof store);
    for (unsigned at = 0; at + 4 <= length; at++)
        CHECK(memcmp(frame + at, store.phone, 4) != 0);
    rig_receive(frame, length);
    CHECK_EQUAL(gateway_result(9).outcome, OUTCOME_DONE);
}
