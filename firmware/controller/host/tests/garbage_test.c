#include <string.h>

#include "gateway.h"
#include "harness.h"
#include "slots.h"

static uint32_t noise = 1;

static uint8_t random_byte(void)
{
    noise = noise * 1103515245u + 12345u;
    return (uint8_t)(noise >> 16);
}

TEST("noise on the line costs nothing but the frame it hits")
{
    rig_boot(1);
    rig_run(500);
    gateway_connect();
    for (unsigned round = 0; round < 300; round++) {
        uint8_t bytes[100];
        const unsigned length = random_byte() % 100;
        for (unsigned i = 0; i < length; i++)
            bytes[i] = random_byte();
        rig_receive(bytes, length);
        gateway_forget();
        gateway_send(MSG_QUERY_SLOT, &(struct msg_query_slot){3}, 1);
        rig_run(10);
        CHECK(gateway_got(MSG_SLOT) != NULL);
    }
    CHECK_EQUAL(rig.pulse_count, 0);
}

TEST("a frame with any one bit flipped is dropped")
{
    rig_boot(1);
    rig_run(500);
    gateway_connect();
    uint8_t frame[GATEWAY_FRAME_MAX];
    const struct msg_operator_open open = {7, gateway_deadline(), 2};
    const unsigned length = gateway_encode(frame, FRAME_SEALED, gateway_session(), 1000, MSG_OPERATOR_OPEN, &open, sizeof open);
    for (unsigned bit = 8; bit < 8 * (length - 1); bit++) {
        frame[bit / 8] ^= (uint8_t)(1u << (bit % 8));
        rig_receive(frame, length);
        frame[bit / 8] ^= (uint8_t)(1u << (bit % 8));
    }
    rig_run(300);
    CHECK_EQUAL(rig.pulse_count, 0);
    rig_receive(frame, length);
    rig_run(300);
    CHECK_EQUAL(rig.pulse_count, 1);
}

TEST("frames that are longer than any frame are dropped up to the next delimiter")
{
    rig_boot(1);
    rig_run(500);
    gateway_connect();
    uint8_t bytes[500];
    memset(bytes, 0x11, sizeof bytes);
    rig_receive(bytes, sizeof bytes);
    gateway_forget();
    gateway_send(MSG_QUERY_SLOT, &(struct msg_query_slot){3}, 1);
    rig_run(10);
    CHECK(gateway_got(MSG_SLOT) != NULL);
}

TEST("well-sealed commands of random content open nothing without a right and keep every right")
{
    rig_boot(1);
    rig_run(500);
    gateway_connect();
    gateway_store(1, 5, "41791234567", "4711");
    gateway_drain();
    static const uint8_t commands[] = {MSG_STORE,       MSG_COLLECT, MSG_FINISH,       MSG_SET_SERVICE,
                                       MSG_RELEASE,     MSG_SET_PIN, MSG_RESTORE_SLOT, MSG_SET_CONFIG,
                                       MSG_ACKNOWLEDGE, MSG_SET_TIME};
    static const uint8_t lengths[] = {21, 21, 11, 10, 11, 16, 24, 28, 4, 6};
    for (uint32_t round = 0; round < 3000; round++) {
        uint8_t fields[BODY_MAX];
        const unsigned which = random_byte() % sizeof commands;
        for (unsigned i = 0; i < sizeof fields; i++)
            fields[i] = random_byte();
        if (lengths[which] > 8) {
            const uint32_t id = 100 + round;
            const uint32_t deadline = gateway_deadline();
            memcpy(fields, &id, 4);
            memcpy(fields + 4, &deadline, 4);
        }
        gateway_send(commands[which], fields, lengths[which]);
        rig_run(3);
    }
    rig_run(500);
    CHECK_EQUAL(rig.pulse_count, 1);
    CHECK(slot_held(4));
}

TEST("a UART without room delays what is to be sent and loses no event")
{
    rig_boot(1);
    rig_run(500);
    gateway_connect();
    rig.uart_full = true;
    struct msg_operator_open open = {7, gateway_deadline(), 2};
    gateway_send(MSG_OPERATOR_OPEN, &open, sizeof open);
    gateway_run(1500);
    gateway_forget();
    rig.uart_full = false;
    gateway_run(100);
    CHECK_EQUAL(gateway_result(7).outcome, OUTCOME_DONE);
    CHECK_EQUAL(rig.pulse_count, 1);
}
