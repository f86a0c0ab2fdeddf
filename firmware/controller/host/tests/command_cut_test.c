#include "cut.h"
#include "gateway.h"
#include "harness.h"
#include "slots.h"

static uint32_t command_id;

static void command(void)
{
    gateway_connect();
    gateway_forget();
    struct msg_store store = {.id = command_id, .deadline = gateway_deadline(), .locker = 2};
    pack_digits("41760000000", store.phone, sizeof store.phone);
    pack_digits("0852", store.pin, sizeof store.pin);
    gateway_send(MSG_STORE, &store, sizeof store);
    rig_run(600);
}

static uint8_t asked_for(uint32_t id)
{
    const struct msg_query_result query = {id};
    gateway_connect();
    gateway_forget();
    gateway_send(MSG_QUERY_RESULT, &query, sizeof query);
    return gateway_result(id).outcome;
}

static void known_or_never_seen(void)
{
    const unsigned pulses = rig.pulse_count;
    others_untouched();
    const uint8_t outcome = asked_for(command_id);
    if (pulses > cut_before.pulse_count)
        CHECK(outcome == OUTCOME_DONE);
    if (held(2))
        CHECK(outcome == OUTCOME_DONE || outcome == OUTCOME_UNKNOWN);
    else
        CHECK(outcome == OUTCOME_NEVER_SEEN || outcome == OUTCOME_UNKNOWN);
    /* Half an id must not be taken for a later one. */
    CHECK_EQUAL(asked_for(command_id + 1), OUTCOME_NEVER_SEEN);
    CHECK_EQUAL(rig.pulse_count, pulses);
}

TEST("after a cut at any byte of a command the gateway learns what became of it")
{
    cut_prepare();
    command_id = 20;
    cut_everywhere(command, known_or_never_seen);
}

/* Gateways begin with ids by the clock: all four bytes are in use. */
TEST("after a cut at any byte of a command with a great id the gateway learns what became of it")
{
    cut_prepare();
    command_id = 0x05040302;
    cut_everywhere(command, known_or_never_seen);
}

static unsigned not_opened;

static void command_behind_a_stuck_door(void)
{
    rig.dead_expanders = 1;
    command();
}

static void not_stored_where_not_opened(void)
{
    CHECK_EQUAL(rig.pulse_count, cut_before.pulse_count);
    if (asked_for(command_id) != OUTCOME_DOOR_FAILED)
        return;
    not_opened++;
    CHECK(!held(2));
    CHECK(slot_state(1) & SLOT_FLAG_OUT_OF_SERVICE);
}

TEST("a cut at any byte of a store whose door does not open leaves nothing stored that was answered door_failed")
{
    cut_prepare();
    command_id = 20;
    not_opened = 0;
    cut_everywhere(command_behind_a_stuck_door, not_stored_where_not_opened);
    CHECK(not_opened > 0);
}
