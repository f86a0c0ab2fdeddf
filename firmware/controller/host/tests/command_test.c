#include <string.h>

#include "gateway.h"
#include "harness.h"

#define PHONE "41791234567"

static void begin(void)
{
    rig_boot(1);
    rig_run(500);
    gateway_connect();
    gateway_drain();
    gateway_forget();
}

TEST("a command that stores opens the door and is answered when the pulse has ended")
{
    begin();
    const struct msg_result result = gateway_store(10, 3, PHONE, "4711");
    CHECK_EQUAL(result.outcome, OUTCOME_DONE);
    CHECK_EQUAL(result.locker, 3);
    CHECK_EQUAL(result.rental, 1);
    CHECK_EQUAL(rig.pulse_count, 1);
    CHECK_EQUAL(rig.pulses[0].locker, 2);
    CHECK(gateway_got(MSG_RESULT)->at_us >= rig.pulses[0].at_us + 200000);
    gateway_run(100);
    struct msg_slot row;
    memcpy(&row, gateway_got(MSG_SLOT)->fields, sizeof row);
    CHECK_EQUAL(row.locker, 3);
    CHECK_EQUAL(row.present, 1);
    CHECK_EQUAL(row.slot[0], 2 | SLOT_FLAG_HELD);
    struct msg_event event;
    memcpy(&event, gateway_got(MSG_EVENT)->fields, sizeof event);
    CHECK_EQUAL(event.kind, EVENT_WEB_STORE);
    CHECK_EQUAL(event.outcome, OUTCOME_DONE);
    CHECK_EQUAL(event.reference, 10);
    CHECK_EQUAL(event.rental, 1);
    CHECK_BYTES(event.phone, row.slot + 4, 7);
}

TEST("what was stored on the page is collected at the keypad, and the other way round")
{
    begin();
    gateway_store(10, 3, PHONE, "4711");
    rig_keys("B" PHONE "#4711# ");
    CHECK_SHOWS("Locker 3 open # finish");
    rig_keys("# ");
    rig_run(7000);
    gateway_send(MSG_GATEWAY_HEARTBEAT, NULL, 0);
    rig_keys("A" PHONE "#6#0852#0852# ");
    CHECK_SHOWS("Locker 6 open");
    gateway_send(MSG_GATEWAY_HEARTBEAT, NULL, 0);
    CHECK_EQUAL(gateway_collect(11, 6, PHONE, "0852").outcome, OUTCOME_DONE);
    const struct msg_finish finish = {12, gateway_deadline(), 6, 1};
    gateway_send(MSG_FINISH, &finish, sizeof finish);
    CHECK_EQUAL(gateway_result(12).outcome, OUTCOME_DONE);
}

TEST("finish without a collect of the last ten minutes is refused")
{
    begin();
    gateway_store(10, 3, PHONE, "4711");
    struct msg_finish finish = {11, gateway_deadline(), 3, 1};
    gateway_send(MSG_FINISH, &finish, sizeof finish);
    CHECK_EQUAL(gateway_result(11).outcome, OUTCOME_NOT_COLLECTED);
    CHECK_EQUAL(gateway_collect(12, 3, PHONE, "4711").outcome, OUTCOME_DONE);
    gateway_run(611000);
    finish.id = 13;
    gateway_forget();
    gateway_send(MSG_FINISH, &finish, sizeof finish);
    CHECK_EQUAL(gateway_result(13).outcome, OUTCOME_NOT_COLLECTED);
}

TEST("the same command again repeats its result and no pulse")
{
    begin();
    gateway_store(10, 3, PHONE, "4711");
    gateway_forget();
    CHECK_EQUAL(gateway_store(10, 3, PHONE, "4711").outcome, OUTCOME_DONE);
    CHECK_EQUAL(rig.pulse_count, 1);
}

TEST("a command that comes after its deadline is expired and does nothing")
{
    begin();
    const struct msg_operator_open open = {10, 100, 1};
    gateway_send(MSG_OPERATOR_OPEN, &open, sizeof open);
    CHECK_EQUAL(gateway_result(10).outcome, OUTCOME_EXPIRED);
    CHECK_EQUAL(rig.pulse_count, 0);
}

TEST("a replayed frame does nothing")
{
    begin();
    const struct msg_operator_open open = {10, gateway_deadline(), 1};
    gateway_frame(gateway_session(), 100000, MSG_OPERATOR_OPEN, &open, sizeof open);
    rig_run(400);
    CHECK_EQUAL(rig.pulse_count, 1);
    const struct msg_operator_open other = {11, gateway_deadline(), 1};
    gateway_frame(gateway_session(), 100000, MSG_OPERATOR_OPEN, &other, sizeof other);
    gateway_frame(gateway_session(), 99999, MSG_OPERATOR_OPEN, &other, sizeof other);
    rig_run(400);
    CHECK_EQUAL(rig.pulse_count, 1);
}

TEST("while a command runs another is answered busy")
{
    begin();
    const struct msg_operator_open first = {10, gateway_deadline(), 1};
    const struct msg_operator_open second = {11, gateway_deadline(), 2};
    gateway_send(MSG_OPERATOR_OPEN, &first, sizeof first);
    gateway_send(MSG_OPERATOR_OPEN, &second, sizeof second);
    CHECK_EQUAL(gateway_result(11).outcome, OUTCOME_BUSY);
    CHECK_EQUAL(gateway_result(10).outcome, OUTCOME_DONE);
    gateway_forget();
    gateway_send(MSG_OPERATOR_OPEN, &second, sizeof second);
    CHECK_EQUAL(gateway_result(11).outcome, OUTCOME_DONE);
    CHECK_EQUAL(rig.pulse_count, 2);
}

TEST("what became of a command can be asked for by its id")
{
    begin();
    gateway_store(10, 3, PHONE, "4711");
    gateway_forget();
    gateway_send(MSG_QUERY_RESULT, &(struct msg_query_result){10}, 4);
    CHECK_EQUAL(gateway_result(10).outcome, OUTCOME_DONE);
    gateway_send(MSG_QUERY_RESULT, &(struct msg_query_result){11}, 4);
    CHECK_EQUAL(gateway_result(11).outcome, OUTCOME_NEVER_SEEN);
    gateway_send(MSG_QUERY_RESULT, &(struct msg_query_result){9}, 4);
    CHECK_EQUAL(gateway_result(9).outcome, OUTCOME_UNKNOWN);
}

TEST("after a reset the journal still tells what became of a command")
{
    begin();
    gateway_store(10, 3, PHONE, "4711");
    rig_boot(2);
    rig_run(500);
    gateway_connect();
    gateway_send(MSG_QUERY_RESULT, &(struct msg_query_result){10}, 4);
    CHECK_EQUAL(gateway_result(10).outcome, OUTCOME_DONE);
    gateway_forget();
    CHECK_EQUAL(gateway_store(10, 3, PHONE, "4711").outcome, OUTCOME_DONE);
    CHECK_EQUAL(rig.pulse_count, 1);
}

TEST("commands with bad values are refused, each with its reason")
{
    begin();
    uint32_t id = 10;
    CHECK_EQUAL(gateway_store(id++, 0, PHONE, "4711").outcome, OUTCOME_NO_SUCH_LOCKER);
    CHECK_EQUAL(gateway_store(id++, 9, PHONE, "4711").outcome, OUTCOME_NO_SUCH_LOCKER);
    CHECK_EQUAL(gateway_store(id++, 1, "12345", "4711").outcome, OUTCOME_BAD_PHONE);
    CHECK_EQUAL(gateway_store(id++, 1, PHONE, "471").outcome, OUTCOME_BAD_PIN);
    CHECK_EQUAL(gateway_store(id++, 1, PHONE, "1234").outcome, OUTCOME_BAD_PIN);
    CHECK_EQUAL(gateway_collect(id++, 1, PHONE, "4711").outcome, OUTCOME_NOT_HELD);
    CHECK_EQUAL(gateway_store(id++, 1, PHONE, "4711").outcome, OUTCOME_DONE);
    CHECK_EQUAL(gateway_store(id++, 1, "41799999999", "4711").outcome, OUTCOME_NOT_FREE);
    CHECK_EQUAL(gateway_collect(id++, 1, "41799999999", "4711").outcome, OUTCOME_NOT_HELD);
    CHECK_EQUAL(gateway_collect(id++, 1, PHONE, "4712").outcome, OUTCOME_WRONG_PIN);
    CHECK_EQUAL(gateway_store(id++, 2, PHONE, "4711").outcome, OUTCOME_DONE);
    CHECK_EQUAL(gateway_store(id++, 3, PHONE, "4711").outcome, OUTCOME_DONE);
    CHECK_EQUAL(gateway_store(id++, 4, PHONE, "4711").outcome, OUTCOME_TOO_MANY_LOCKERS);
    CHECK_EQUAL(rig.pulse_count, 3);
}

TEST("an operator takes a locker out of service and back, and releases a rental")
{
    begin();
    struct msg_set_service service = {10, gateway_deadline(), 2, 1};
    gateway_send(MSG_SET_SERVICE, &service, sizeof service);
    CHECK_EQUAL(gateway_result(10).outcome, OUTCOME_DONE);
    CHECK_SHOWS("7 lockers free");
    CHECK_EQUAL(gateway_store(11, 2, PHONE, "4711").outcome, OUTCOME_OUT_OF_SERVICE);
    service.id = 12, service.out_of_service = 0;
    gateway_send(MSG_SET_SERVICE, &service, sizeof service);
    CHECK_EQUAL(gateway_result(12).outcome, OUTCOME_DONE);
    CHECK_EQUAL(gateway_store(13, 2, PHONE, "4711").outcome, OUTCOME_DONE);
    struct msg_release release = {14, gateway_deadline(), 2, 7};
    gateway_send(MSG_RELEASE, &release, sizeof release);
    CHECK_EQUAL(gateway_result(14).outcome, OUTCOME_WRONG_RENTAL);
    release.id = 15, release.rental = 1;
    gateway_send(MSG_RELEASE, &release, sizeof release);
    CHECK_EQUAL(gateway_result(15).outcome, OUTCOME_DONE);
    CHECK_EQUAL(rig.pulse_count, 1);
    gateway_run(1100);
    CHECK_SHOWS("8 lockers free");
}

TEST("a new PIN replaces the old one at once")
{
    begin();
    gateway_store(10, 2, PHONE, "4711");
    struct msg_set_pin set = {11, gateway_deadline(), 2, 1, {0x08, 0x52, 0xFF, 0xFF}, 0};
    gateway_send(MSG_SET_PIN, &set, sizeof set);
    CHECK_EQUAL(gateway_result(11).outcome, OUTCOME_DONE);
    CHECK_EQUAL(gateway_collect(12, 2, PHONE, "4711").outcome, OUTCOME_WRONG_PIN);
    CHECK_EQUAL(gateway_collect(13, 2, PHONE, "0852").outcome, OUTCOME_DONE);
}

TEST("a configuration survives a reset, and a bad one is refused")
{
    begin();
    struct msg_set_config config = {10, gateway_deadline(), 16, 2, 6, 20, 3, 60, 1, 120, 5, 10, 90, 41, 0, 100, 9};
    gateway_send(MSG_SET_CONFIG, &config, sizeof config);
    CHECK_EQUAL(gateway_result(10).outcome, OUTCOME_DONE);
    CHECK_SHOWS("16 lockers free");
    rig_boot(1);
    rig_run(500);
    CHECK_SHOWS("16 lockers free");
    gateway_connect();
    CHECK_EQUAL(gateway_heartbeat().lockers, 16);
    config.id = 11, config.lockers = 33;
    gateway_send(MSG_SET_CONFIG, &config, sizeof config);
    CHECK_EQUAL(gateway_result(11).outcome, OUTCOME_BAD_VALUE);
    gateway_store(12, 16, PHONE, "471108");
    config.id = 13, config.lockers = 8;
    gateway_send(MSG_SET_CONFIG, &config, sizeof config);
    CHECK_EQUAL(gateway_result(13).outcome, OUTCOME_BAD_VALUE);
}
