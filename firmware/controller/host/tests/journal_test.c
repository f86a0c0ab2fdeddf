#include <string.h>

#include "gateway.h"
#include "harness.h"
#include "journal.h"
#include "slots.h"

#define PHONE "41791234567"

static void begin(void)
{
    rig_boot(1);
    rig_run(500);
}

static struct msg_event event(void)
{
    struct msg_event event;
    gateway_forget();
    gateway_run(600);
    CHECK(gateway_got(MSG_EVENT) != NULL);
    memcpy(&event, gateway_got(MSG_EVENT)->fields, sizeof event);
    return event;
}

static void acknowledge(uint32_t sequence)
{
    const struct msg_acknowledge acknowledge = {sequence};
    gateway_send(MSG_ACKNOWLEDGE, &acknowledge, sizeof acknowledge);
}

static void collect_and_keep(void)
{
    rig_keys("B" PHONE "#4711# A ");
    rig_run(6100);
}

TEST("an event is sent every 500 ms until it is acknowledged, then the next")
{
    begin();
    gateway_connect();
    gateway_forget();
    gateway_run(2000);
    CHECK_EQUAL(gateway_count(MSG_EVENT), 4);
    const struct msg_event first = event();
    CHECK_EQUAL(first.sequence, 1);
    CHECK_EQUAL(first.kind, EVENT_BOOT);
    CHECK_EQUAL(first.detail, 1);
    rig_keys("A" PHONE "#5#4711#4711# ");
    gateway_send(MSG_GATEWAY_HEARTBEAT, NULL, 0);
    acknowledge(1);
    const struct msg_event second = event();
    CHECK_EQUAL(second.sequence, 2);
    CHECK_EQUAL(second.kind, EVENT_KEYPAD_STORE);
    CHECK_EQUAL(second.locker, 5);
    CHECK_EQUAL(second.rental, 1);
    CHECK_EQUAL(second.outcome, OUTCOME_DONE);
    CHECK_EQUAL(second.phone[0], 0x41);
    acknowledge(2);
    gateway_forget();
    gateway_run(1200);
    CHECK_EQUAL(gateway_count(MSG_EVENT), 0);
}

TEST("an event that comes long after the last one is told at once")
{
    /* Times in 16 bits of milliseconds lie in the past for 32 s and then as long in the future. */
    static const uint32_t quiet_ms[] = {30000, 34000, 48000, 62000};
    uint32_t id = 10;
    begin();
    gateway_connect();
    for (unsigned i = 0; i < sizeof quiet_ms / sizeof *quiet_ms; i++) {
        gateway_drain();
        gateway_run(quiet_ms[i]);
        gateway_forget();
        const struct msg_operator_open open = {++id, gateway_deadline(), 1};
        gateway_send(MSG_OPERATOR_OPEN, &open, sizeof open);
        CHECK_EQUAL(gateway_result(id).outcome, OUTCOME_DONE);
        gateway_run(100);
        CHECK_EQUAL(gateway_count(MSG_EVENT), 1);
    }
}

TEST("acknowledging what was never sent changes nothing")
{
    begin();
    gateway_connect();
    acknowledge(1000);
    acknowledge(0);
    CHECK_EQUAL(event().sequence, 1);
}

TEST("sequences go on after a reset, and events wait in the EEPROM")
{
    begin();
    rig_keys("A" PHONE "#5#4711#4711# ");
    rig_boot(8);
    rig_run(500);
    gateway_connect();
    CHECK_EQUAL(event().sequence, 1);
    acknowledge(1);
    CHECK_EQUAL(event().kind, EVENT_KEYPAD_STORE);
    acknowledge(2);
    const struct msg_event boot = event();
    CHECK_EQUAL(boot.sequence, 3);
    CHECK_EQUAL(boot.kind, EVENT_BOOT);
    CHECK_EQUAL(boot.detail, 8);
}

TEST("with a full journal storing is paused and collecting works, and the gap is told")
{
    begin();
    rig_keys("A" PHONE "#5#4711#4711# #");
    while (!journal_full())
        collect_and_keep();
    CHECK_SHOWS("Storing paused");
    rig_keys("A ");
    CHECK_SHOWS("Storing is paused. Things can be collected.");
    rig_run(7000);
    const unsigned pulses = rig.pulse_count;
    for (int i = 0; i < 20; i++)
        collect_and_keep();
    CHECK_EQUAL(rig.pulse_count, pulses + 20);

    rig_boot(1);
    rig_run(500);
    gateway_connect();
    const struct msg_controller_heartbeat heartbeat = gateway_heartbeat();
    const struct msg_event gap = event();
    CHECK_EQUAL(gap.kind, EVENT_GAP);
    CHECK(gap.reference > 20);
    CHECK_EQUAL(gap.sequence, gap.reference);
    CHECK_EQUAL(heartbeat.sequence_first, gap.sequence + 1);
    acknowledge(gap.sequence);
    uint32_t sequence = gap.sequence;
    while (sequence < heartbeat.sequence_last) {
        const struct msg_event next = event();
        CHECK_EQUAL(next.sequence, sequence + 1);
        CHECK(next.kind == EVENT_KEYPAD_COLLECT || next.kind == EVENT_KEYPAD_KEEP || next.kind == EVENT_BOOT);
        sequence = next.sequence;
        acknowledge(sequence);
    }
    gateway_run(1100);
    CHECK_SHOWS("7 lockers free");
    rig_boot(1);
    rig_run(500);
    gateway_connect();
    CHECK(event().kind != EVENT_GAP);
}

TEST("without a gateway there is room for a dozen rentals before storing is paused")
{
    begin();
    int rentals = 0;
    while (!journal_full()) {
        rig_keys("A" PHONE "##4711#4711# #B" PHONE "#4711# # ");
        rig_run(6100);
        rentals++;
    }
    CHECK(rentals >= 12);
}

TEST("every locker can still be collected when the journal is full on a cabinet of 32")
{
    begin();
    gateway_connect();
    const struct msg_set_config config = {1, gateway_deadline(), 32, 32, 4, 30, 4, 300, 2, 900, 10, 60, 300, 0, 255, 0, 0};
    gateway_send(MSG_SET_CONFIG, &config, sizeof config);
    CHECK_EQUAL(gateway_result(1).outcome, OUTCOME_DONE);
    for (uint8_t locker = 1; locker <= 32; locker++) {
        CHECK_EQUAL(gateway_store(1u + locker, locker, PHONE, "4711").outcome, OUTCOME_DONE);
        gateway_drain();
    }
    rig_run(40000);
    for (uint8_t locker = 1; locker <= 32; locker++) {
        const char keys[] = {(char)('0' + locker / 10), (char)('0' + locker % 10), '#', 0};
        rig_keys("B" PHONE "# ");
        /* The last one needs no choice. */
        if (locker < 32)
            rig_keys(locker >= 10 ? keys : keys + 1);
        rig_keys("4711# # ");
        rig_run(6100);
        CHECK(!slot_held(locker - 1));
    }
    rig_boot(1);
    rig_run(500);
    for (uint8_t locker = 0; locker < 32; locker++)
        CHECK(slot_free(locker));
}
