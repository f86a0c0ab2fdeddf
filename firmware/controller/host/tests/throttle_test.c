#include <string.h>

#include "counters.h"
#include "gateway.h"
#include "harness.h"
#include "slots.h"

#define PHONE "41791234567"
#define SECONDS(n) ((n) * 1000u)

static uint32_t id;

static void begin(void)
{
    rig_boot(1);
    rig_run(500);
    gateway_connect();
    id = 10;
    CHECK_EQUAL(gateway_store(id++, 5, PHONE, "4711").outcome, OUTCOME_DONE);
}

static uint8_t attempt(const char *pin)
{
    return gateway_collect(id++, 5, PHONE, pin).outcome;
}

static uint16_t wait_s(void)
{
    return gateway_collect(id++, 5, PHONE, "4711").wait_s;
}

TEST("4 wrong PINs cost 5 minutes, each 2 more 15 minutes, and 10 the operator")
{
    begin();
    for (int i = 0; i < 4; i++)
        CHECK_EQUAL(attempt("9999"), OUTCOME_WRONG_PIN);
    CHECK_EQUAL(attempt("4711"), OUTCOME_LOCKED_PHONE);
    CHECK(wait_s() > 295 && wait_s() <= 300);
    gateway_run(SECONDS(301));
    for (int round = 0; round < 2; round++) {
        CHECK_EQUAL(attempt("9999"), OUTCOME_WRONG_PIN);
        CHECK_EQUAL(attempt("9998"), OUTCOME_WRONG_PIN);
        CHECK_EQUAL(attempt("4711"), OUTCOME_LOCKED_PHONE);
        CHECK(wait_s() > 895 && wait_s() <= 900);
        gateway_run(SECONDS(901));
    }
    CHECK_EQUAL(attempt("9999"), OUTCOME_WRONG_PIN);
    CHECK_EQUAL(attempt("9998"), OUTCOME_WRONG_PIN);
    CHECK_EQUAL(attempt("4711"), OUTCOME_LOCKED_OPERATOR);
    gateway_run(SECONDS(4000));
    CHECK_EQUAL(attempt("4711"), OUTCOME_LOCKED_OPERATOR);
}

TEST("a right PIN clears the count")
{
    begin();
    for (int round = 0; round < 4; round++) {
        for (int i = 0; i < 3; i++)
            CHECK_EQUAL(attempt("9999"), OUTCOME_WRONG_PIN);
        CHECK_EQUAL(attempt("4711"), OUTCOME_DONE);
    }
}

TEST("a power cut neither gives tries back nor ends a wait")
{
    begin();
    for (int i = 0; i < 4; i++)
        attempt("9999");
    gateway_run(SECONDS(200));
    rig_boot(1);
    rig_run(500);
    gateway_connect();
    CHECK_EQUAL(attempt("4711"), OUTCOME_LOCKED_PHONE);
    CHECK(wait_s() > 295);
    gateway_run(SECONDS(301));
    CHECK_EQUAL(attempt("4711"), OUTCOME_DONE);
}

TEST("a try that a power cut makes count twice does not step over the wait")
{
    begin();
    for (int i = 0; i < 4; i++)
        attempt("9999");
    gateway_run(SECONDS(301));
    attempt("9999");
    struct msg_collect collect = {.id = id++, .deadline = gateway_deadline(), .locker = 5};
    pack_digits(PHONE, collect.phone, sizeof collect.phone);
    pack_digits("9999", collect.pin, sizeof collect.pin);
    gateway_send(MSG_COLLECT, &collect, sizeof collect);
    for (int ms = 0; ms < 500 && (slot_state(4) & SLOT_TRIES) == 5; ms++)
        rig_run(1);
    /* Between the count, with which a wait begins, and the end of the try's record. */
    CHECK_EQUAL(slot_state(4) & SLOT_TRIES, 6);
    for (int boots = 0; boots < 2; boots++) {
        rig_power_off();
        rig_boot(4);
        rig_run(500);
        CHECK_EQUAL(slot_state(4) & SLOT_TRIES, 7);
        gateway_connect();
        CHECK_EQUAL(attempt("4711"), OUTCOME_LOCKED_PHONE);
        CHECK(wait_s() > 890);
    }
}

TEST("who stores next does not wait for the wrong PINs of the one before")
{
    begin();
    for (int i = 0; i < 4; i++)
        attempt("9999");
    CHECK_EQUAL(attempt("4711"), OUTCOME_LOCKED_PHONE);
    const struct msg_release release = {id, gateway_deadline(), 5, 1};
    gateway_send(MSG_RELEASE, &release, sizeof release);
    CHECK_EQUAL(gateway_result(id++).outcome, OUTCOME_DONE);
    CHECK_EQUAL(gateway_store(id++, 5, "41760000000", "0852").outcome, OUTCOME_DONE);
    CHECK_EQUAL(gateway_collect(id++, 5, "41760000000", "0852").outcome, OUTCOME_DONE);
}

TEST("keypad and web page share the budget of a phone")
{
    begin();
    attempt("9999");
    attempt("9999");
    rig_keys("B" PHONE "#9999# ");
    CHECK_SHOWS("Wrong PIN. Tries before you have to wait: 1");
    rig_keys("9999# ");
    CHECK_SHOWS("Too many wrong tries. Wait:");
    gateway_send(MSG_GATEWAY_HEARTBEAT, NULL, 0);
    CHECK_EQUAL(attempt("4711"), OUTCOME_LOCKED_PHONE);
}

TEST("wrong PINs at two lockers of a phone count together, and a right one clears only its own locker")
{
    begin();
    CHECK_EQUAL(gateway_store(id++, 6, PHONE, "0852").outcome, OUTCOME_DONE);
    attempt("9999");
    attempt("9999");
    CHECK_EQUAL(gateway_collect(id++, 6, PHONE, "9999").outcome, OUTCOME_WRONG_PIN);
    /* Who rents a locker under another one's number must not win tries by it. */
    CHECK_EQUAL(gateway_collect(id++, 6, PHONE, "0852").outcome, OUTCOME_DONE);
    attempt("9999");
    CHECK_EQUAL(attempt("9999"), OUTCOME_WRONG_PIN);
    CHECK_EQUAL(attempt("4711"), OUTCOME_LOCKED_PHONE);
}

TEST("a new PIN keeps the count unless the operator clears it for all lockers of the phone")
{
    begin();
    CHECK_EQUAL(gateway_store(id++, 6, PHONE, "0852").outcome, OUTCOME_DONE);
    attempt("9999");
    attempt("9999");
    gateway_collect(id++, 6, PHONE, "9999");
    gateway_collect(id++, 6, PHONE, "9999");
    struct msg_set_pin set = {id, gateway_deadline(), 5, 1, {0x25, 0x80, 0xFF, 0xFF}, 0};
    gateway_send(MSG_SET_PIN, &set, sizeof set);
    CHECK_EQUAL(gateway_result(id++).outcome, OUTCOME_DONE);
    CHECK_EQUAL(attempt("2580"), OUTCOME_LOCKED_PHONE);
    set.id = id, set.clear_tries = 1;
    gateway_send(MSG_SET_PIN, &set, sizeof set);
    CHECK_EQUAL(gateway_result(id++).outcome, OUTCOME_DONE);
    CHECK_EQUAL(slot_state(4) & SLOT_TRIES, 0);
    CHECK_EQUAL(slot_state(5) & SLOT_TRIES, 0);
    CHECK_EQUAL(attempt("2580"), OUTCOME_DONE);
}

TEST("the keypad is slowed down after 60 wrong tries a day, also over a power cut, and the page is not")
{
    begin();
    counters_set_keypad(59);
    rig_keys("B0790000000# ");
    CHECK_SHOWS("No locker for this number.");
    rig_run(40000);
    rig_keys("B" PHONE "# ");
    CHECK_SHOWS("Too many wrong tries. Wait:  04:");
    rig_run(300);
    rig_boot(1);
    rig_run(500);
    rig_keys("B" PHONE "# ");
    CHECK_SHOWS("Too many wrong tries. Wait:  04:5");
    gateway_connect();
    CHECK_EQUAL(attempt("4711"), OUTCOME_DONE);
    rig_run(SECONDS(301));
    rig_keys("B" PHONE "#9999# ");
    CHECK_SHOWS("Too many wrong tries. Wait:  04:5");
    rig_run(SECONDS(86400));
    rig_keys("*B" PHONE "#9999# ");
    CHECK_SHOWS("Wrong PIN.");
}

TEST("the time that is left counts down on the screen")
{
    begin();
    for (int i = 0; i < 4; i++)
        attempt("9999");
    rig_keys("B" PHONE "# ");
    CHECK_SHOWS("04:57");
    rig_run(SECONDS(20));
    CHECK_SHOWS("04:37");
    rig_run(SECONDS(10));
    CHECK_SHOWS("7 lockers free");
    rig_run(SECONDS(258));
    rig_keys("B" PHONE "# ");
    CHECK_SHOWS("00:0");
    rig_run(SECONDS(10));
    CHECK_SHOWS("7 lockers free");
}
