#include <string.h>

#include "gateway.h"
#include "harness.h"

TEST("hello is answered by welcome with the same nonce and a new session")
{
    rig_boot(1);
    rig_run(500);
    const struct msg_welcome first = gateway_connect();
    CHECK_EQUAL(first.version, PROTOCOL_VERSION);
    CHECK_EQUAL(first.boot, 1);
    CHECK_EQUAL(first.handshake, 1);
    CHECK_EQUAL(gateway_heartbeat().lockers, 8);
    const struct msg_welcome second = gateway_connect();
    CHECK_EQUAL(second.handshake, 2);
    CHECK_BYTES(first.controller_id, second.controller_id, 4);
}

TEST("a hello for a version that is not spoken is refused")
{
    rig_boot(1);
    rig_run(500);
    const struct msg_hello hello = {PROTOCOL_VERSION + 1, PROTOCOL_VERSION + 2, {0}};
    gateway_plain(MSG_HELLO, &hello, sizeof hello);
    rig_run(20);
    const struct rig_message *refused = gateway_got(MSG_REFUSED);
    CHECK(refused != NULL);
    CHECK_EQUAL(refused->format, FRAME_PLAIN);
    CHECK_EQUAL(refused->fields[0], MSG_HELLO);
    CHECK_EQUAL(refused->fields[1], REFUSAL_WRONG_VERSION);
    CHECK(gateway_got(MSG_WELCOME) == NULL);
}

TEST("the old session lives until the first good frame of the new one")
{
    rig_boot(1);
    rig_run(500);
    gateway_connect();
    const uint16_t old = gateway_session();
    gateway_hello();
    rig_run(20);
    gateway_forget();
    gateway_frame(old, 1000, MSG_QUERY_SLOT, &(struct msg_query_slot){1}, 1);
    rig_run(20);
    CHECK(gateway_got(MSG_SLOT) != NULL);
}

TEST("nothing but hello is answered outside of a session")
{
    rig_boot(1);
    rig_run(500);
    gateway_plain(MSG_QUERY_SLOT, &(struct msg_query_slot){1}, 1);
    gateway_frame(0, 1, MSG_QUERY_SLOT, &(struct msg_query_slot){1}, 1);
    gateway_frame(77, 1, MSG_QUERY_SLOT, &(struct msg_query_slot){1}, 1);
    rig_run(2000);
    CHECK_EQUAL(rig.message_count, 0);
}

TEST("unknown messages and wrong lengths are refused and have no other effect")
{
    rig_boot(1);
    rig_run(500);
    gateway_connect();
    gateway_send(99, "abc", 3);
    rig_run(5);
    CHECK_EQUAL(gateway_got(MSG_REFUSED)->fields[0], 99);
    CHECK_EQUAL(gateway_got(MSG_REFUSED)->fields[1], REFUSAL_UNKNOWN_MESSAGE);
    gateway_send(MSG_OPERATOR_OPEN, "abc", 3);
    rig_run(300);
    CHECK_EQUAL(gateway_got(MSG_REFUSED)->fields[0], MSG_OPERATOR_OPEN);
    CHECK_EQUAL(gateway_got(MSG_REFUSED)->fields[1], REFUSAL_WRONG_LENGTH);
    CHECK_EQUAL(rig.pulse_count, 0);
}

TEST("the start screen shows within 2.5 s that the gateway is away, and again that it is there")
{
    rig_boot(1);
    rig_run(500);
    CHECK_SHOWS("offline");
    gateway_connect();
    gateway_run(1000);
    CHECK_SHOWS("online");
    rig_run(2600);
    CHECK_SHOWS("offline");
    gateway_run(1000);
    CHECK_SHOWS("online");
}

TEST("the time is shown once the gateway told it")
{
    rig_boot(1);
    rig_run(500);
    gateway_connect();
    /* 2026-11-22 17:05:00 UTC, one hour east */
    const struct msg_set_time time = {1795367100, 1440 + 60};
    gateway_send(MSG_SET_TIME, &time, sizeof time);
    gateway_run(1100);
    CHECK_SHOWS("18:05     online");
}

TEST("heartbeats come each second, and at once when a door opens")
{
    rig_boot(1);
    rig_run(500);
    gateway_connect();
    gateway_run(100);
    gateway_forget();
    gateway_run(3000);
    CHECK_EQUAL(gateway_count(MSG_CONTROLLER_HEARTBEAT), 3);
    gateway_run(300);
    gateway_forget();
    rig_inputs(1, 0xFF, false);
    rig_run(30);
    CHECK_EQUAL(gateway_count(MSG_CONTROLLER_HEARTBEAT), 1);
}
