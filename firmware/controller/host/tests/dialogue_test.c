#include <string.h>

#include "gateway.h"
#include "harness.h"
#include "slots.h"

#define PHONE "0791234567"

static void begin(void)
{
    rig_boot(1);
    rig_run(500);
}

static void store(const char *phone, const char *locker)
{
    rig_keys("A");
    rig_keys(phone);
    rig_keys("# ");
    rig_keys(locker);
    rig_keys("#4711#4711# #");
}

TEST("who begins with digits chooses afterwards")
{
    begin();
    rig_keys(PHONE);
    CHECK_SHOWS("0791234567 91234567");
    rig_keys("#");
    CHECK_SHOWS("A Store B Collect");
    rig_keys("A ");
    CHECK_SHOWS("Choose a locker");
    rig_keys("**");
    CHECK_SHOWS("offline");
    rig_keys(PHONE "B ");
    CHECK_SHOWS("No locker for this number. Please check it.");
}

TEST("* deletes the last digit, and goes back where there is none")
{
    begin();
    rig_keys("A123*4");
    CHECK_SHOWS("124");
    rig_keys("***");
    CHECK_SHOWS("Store: phone no.");
    rig_keys("*");
    CHECK_SHOWS("B Collect");
}

TEST("numbers that are too short or too long are said to be so and can be mended")
{
    begin();
    rig_keys("A12345#");
    CHECK_SHOWS("A phone number has 6 to 15 digits.");
    rig_keys("6# ");
    CHECK_SHOWS("Choose a locker");
    rig_keys("*");
    rig_keys("*A1234567890123456#");
    CHECK_SHOWS("A phone number has 6 to 15 digits.");
}

TEST("a PIN that is too short, obvious, or not the same twice is refused")
{
    begin();
    rig_keys("A" PHONE "# 5#471#");
    CHECK_SHOWS("The PIN has at least 4 digits.");
    rig_keys("1234#");
    CHECK_SHOWS("This PIN is too easy to guess. Choose another.");
    rig_keys("4711#4712#");
    CHECK_SHOWS("The PINs differ.");
    rig_keys("4711#4711# ");
    CHECK_SHOWS("Locker 5 open:");
}

TEST("a list scrolls, wraps, and takes typed numbers")
{
    begin();
    rig_keys("A" PHONE "# ");
    CHECK_SHOWS("[1]2 3 4");
    rig_keys("D");
    CHECK_SHOWS("[2]3 4 5");
    rig_keys("CC");
    CHECK_SHOWS("[8]");
    rig_keys("6");
    CHECK_SHOWS("[6]7 8");
    rig_keys("#4711#4711# ");
    CHECK_SHOWS("Locker 6 open:");
}

TEST("who has several lockers chooses one, who has one goes straight on")
{
    begin();
    store(PHONE, "2");
    rig_keys("B" PHONE "# ");
    CHECK_SHOWS("PIN, locker 2");
    rig_keys("**");
    rig_keys("*");
    store(PHONE, "7");
    rig_keys("B" PHONE "# ");
    CHECK_SHOWS("Your lockers [2]7");
    rig_keys("D#");
    CHECK_SHOWS("PIN, locker 7");
    rig_keys("*");
    CHECK_SHOWS("Your lockers");
}

TEST("a phone with as many lockers as allowed is told to collect first")
{
    begin();
    store(PHONE, "1");
    store(PHONE, "2");
    store(PHONE, "3");
    rig_keys("A" PHONE "# ");
    CHECK_SHOWS("You have 3 already. Please collect one first.");
}

TEST("a full cabinet says so before anybody types a number")
{
    begin();
    const char *lockers[] = {"1", "2", "3", "4", "5", "6", "7", "8"};
    const char *phones[] = {"0790000001", "0790000002", "0790000003", "0790000004",
                            "0790000005", "0790000006", "0790000007", "0790000008"};
    for (unsigned i = 0; i < 8; i++)
        store(phones[i], lockers[i]);
    CHECK_SHOWS("All are taken");
    rig_keys("A");
    CHECK_SHOWS("All lockers are taken. Please try again later.");
    rig_keys("#B0790000008# ");
    CHECK_SHOWS("PIN, locker 8");
}

TEST("30 s without a key return to the start, which is no failed attempt")
{
    begin();
    store(PHONE, "5");
    rig_keys("B" PHONE "# 471");
    rig_run(29000);
    CHECK_SHOWS("***");
    rig_run(1100);
    CHECK_SHOWS("7 lockers free");
    CHECK_EQUAL(slot_state(4) & SLOT_TRIES, 0);
}

TEST("silence after collecting keeps the locker, and so does A")
{
    begin();
    store(PHONE, "5");
    rig_keys("B" PHONE "#4711# ");
    CHECK_SHOWS("Locker 5 open # finish A keep it");
    rig_run(31000);
    CHECK_SHOWS("7 lockers free");
    rig_keys("B" PHONE "#4711# A ");
    CHECK_SHOWS("Locker 5 stays yours. Please close the door.");
    CHECK(slot_held(4));
}

TEST("a door that did not spring open is opened again with B, three times at most")
{
    begin();
    store(PHONE, "5");
    rig_keys("B" PHONE "#4711# ");
    const unsigned pulses = rig.pulse_count;
    rig_keys("B B B ");
    CHECK_EQUAL(rig.pulse_count, pulses + 3);
    CHECK(!rig_shows("B open it again"));
    rig_keys("B ");
    CHECK_EQUAL(rig.pulse_count, pulses + 3);
}

TEST("where doors are sensed, closing the door ends the dialogue and an open one is shown")
{
    begin();
    rig_inputs(0, 0xFF, false);
    rig_keys("A" PHONE "#5#4711#4711# ");
    CHECK_SHOWS("Locker 5 open:");
    rig_inputs(0x10, 0xFF, false);
    rig_run(100);
    CHECK_SHOWS("close the door.");
    rig_inputs(0, 0xFF, false);
    rig_run(100);
    CHECK_SHOWS("7 lockers free");
    rig_inputs(0x40, 0xFF, false);
    rig_run(100);
    CHECK_SHOWS("Close door 7");
}

TEST("a wrong PIN says how many tries are left, and the next digits are a new PIN")
{
    begin();
    store(PHONE, "5");
    rig_keys("B" PHONE "#9999# ");
    CHECK_SHOWS("Wrong PIN. Tries before you have to wait: 3");
    rig_keys("4711# ");
    CHECK_SHOWS("Locker 5 open # finish");
}

TEST("a relay that fails takes the locker out of service, and another is offered")
{
    begin();
    rig.dead_expanders = 1;
    rig_keys("A" PHONE "#5#4711#4711# ");
    CHECK_SHOWS("Locker 5 does not open. Please take another.");
    CHECK(!slot_held(4));
    CHECK_EQUAL(slot_state(4), SLOT_FLAG_OUT_OF_SERVICE);
    rig.dead_expanders = 0;
    rig_keys("# ");
    CHECK_SHOWS("Choose a locker [1]2 3 4");
    rig_keys("6#4711#4711# ");
    CHECK_SHOWS("Locker 6 open:");
    CHECK_EQUAL(rig.pulse_count, 1);
}

TEST("a held locker whose relay fails stays held")
{
    begin();
    store(PHONE, "5");
    rig.dead_expanders = 1;
    rig_keys("B" PHONE "#4711# ");
    CHECK_SHOWS("Locker 5 does not open. Please ask the operator.");
    CHECK_EQUAL(slot_state(4), SLOT_FLAG_OUT_OF_SERVICE | SLOT_FLAG_HELD);
    rig.dead_expanders = 0;
    rig_keys("#B" PHONE "#4711# ");
    CHECK_SHOWS("Locker 5 open # finish");
}

TEST("an operator opening a door does not disturb the dialogue, and the person's turn comes within 500 ms")
{
    begin();
    gateway_connect();
    rig_keys("A" PHONE "# 5#4711#4711");
    const struct msg_operator_open open = {7, gateway_deadline(), 2};
    gateway_send(MSG_OPERATOR_OPEN, &open, sizeof open);
    const uint64_t pressed_us = rig.now_us;
    rig_keys("#");
    CHECK_SHOWS("One moment");
    rig_keys("     ");
    CHECK_SHOWS("Locker 5 open:");
    CHECK_EQUAL(rig.pulse_count, 2);
    CHECK_EQUAL(rig.pulses[1].locker, 4);
    CHECK(rig.pulses[1].at_us - pressed_us < 500000);
}

TEST("a locker taken by the page while a person chooses it is said to be taken")
{
    begin();
    gateway_connect();
    rig_keys("A" PHONE "# 5#4711#471");
    gateway_send(MSG_GATEWAY_HEARTBEAT, NULL, 0);
    CHECK_EQUAL(gateway_store(7, 5, "41790000000", "0852").outcome, OUTCOME_DONE);
    rig_keys("1# ");
    CHECK_SHOWS("Locker 5 was just taken. Please take another.");
    rig_keys("# ");
    CHECK_SHOWS("[1]2 3 4");
}

TEST("each accepted key clicks, and success, failure and waiting sound different")
{
    begin();
    rig_keys("D");
    CHECK_EQUAL(rig.tones[TONE_CLICK], 0);
    rig_keys("A1");
    CHECK_EQUAL(rig.tones[TONE_CLICK], 2);
    rig_keys("#");
    CHECK_EQUAL(rig.tones[TONE_FAILURE], 1);
    rig_keys("23456# 1#4711#4711# ");
    CHECK_EQUAL(rig.tones[TONE_SUCCESS], 1);
}

TEST("an open cabinet is shown and journalled once")
{
    begin();
    rig_inputs(0, 0, true);
    rig_run(100);
    CHECK_SHOWS("Cabinet is open");
    for (int i = 0; i < 10; i++) {
        rig_inputs(0, 0, i % 2);
        rig_run(100);
    }
    gateway_connect();
    unsigned events = 0;
    for (uint32_t sequence = 1; sequence < 5; sequence++) {
        gateway_forget();
        gateway_run(600);
        if (gateway_got(MSG_EVENT) == NULL)
            break;
        events += gateway_got(MSG_EVENT)->fields[4] == EVENT_TAMPER;
        gateway_send(MSG_ACKNOWLEDGE, &(struct msg_acknowledge){sequence}, 4);
    }
    CHECK_EQUAL(events, 1);
}
