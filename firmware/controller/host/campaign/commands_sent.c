#include "commands_sent.h"

#include <string.h>

#include "campaign.h"
#include "chance.h"
#include "checked.h"
#include "doors.h"
#include "facts.h"
#include "gateway.h"
#include "model.h"
#include "power.h"
#include "wish.h"

#define RESULT_MS 3000
#define TURNS_MAX 400

/* As great as those of a gateway that begins its ledger anew: all four bytes of an id count. */
#define FIRST_ID 240000000

static uint32_t last_id;
/* No two sessions have both in common. */
static uint32_t last_boot, last_handshake;
static bool connected;
static struct msg_result result;
/* Under way when power failed; id 0 for none. */
static struct wish pending;
static bool pending_opened;

void commands_reset(void)
{
    memset(&pending, 0, sizeof pending);
    last_id = FIRST_ID;
    last_boot = last_handshake = 0;
    connected = false;
}

void commands_disconnect(void)
{
    connected = false;
}

void commands_give_up(void)
{
    connected = false;
    pending.id = 0;
}

bool commands_connected(void)
{
    return connected;
}

void commands_pump(void)
{
    bool events = false;
    for (unsigned i = 0; i < rig.message_count; i++) {
        const struct rig_message *message = &rig.messages[i];
        struct msg_event event;
        if (message->id == MSG_RESULT)
            memcpy(&result, message->fields, sizeof result);
        if (message->id != MSG_EVENT || !connected)
            continue;
        memcpy(&event, message->fields, sizeof event);
        facts_event(&event);
        events = true;
    }
    rig.message_count = 0;
    gateway_forget();
    if (!connected)
        return;
    if (events)
        gateway_send(MSG_ACKNOWLEDGE, &(struct msg_acknowledge){facts_sequence()}, sizeof(struct msg_acknowledge));
    else
        gateway_send(MSG_GATEWAY_HEARTBEAT, NULL, 0);
}

/* Outcome of a command, or 0 when power failed before it was told. */
static uint8_t wait_result(uint32_t id)
{
    for (unsigned ms = 0; rig.powered; ms += 10) {
        if (ms > RESULT_MS)
            campaign_lost("no result of command %u", id);
        power_run(10);
        commands_pump();
        if (result.id == id && result.outcome != OUTCOME_BUSY)
            return result.outcome;
    }
    return 0;
}

uint8_t wish_send(const struct wish *wish)
{
    memset(&result, 0, sizeof result);
    gateway_send(wish->message, &wish->fields, wish->length);
    return wait_result(wish->id);
}

static uint8_t kind_of(uint8_t message)
{
    return message - MSG_STORE + EVENT_WEB_STORE;
}

static void may_clear(const struct wish *wish, bool must)
{
    for (uint8_t locker = 0; wish->clears && locker < LOCKERS_MAX; locker++) {
        struct right right = model_right(locker);
        if (locker == wish->locker || !right.held || right.phone != wish->after.phone)
            continue;
        right.tries = 0;
        if (must)
            model_must(locker, right);
        else
            model_may(locker, right);
    }
}

static bool collects(const struct wish *wish)
{
    return wish->message == MSG_COLLECT;
}

static uint8_t counted(const struct wish *wish, const struct right *before, struct right *after)
{
    *after = *before;
    after->tries += collects(wish) && after->tries < 15;
    return after->tries;
}

uint8_t wish_carry_out(const struct wish *wish)
{
    const uint8_t kind = kind_of(wish->message);
    struct right tried;
    power_settle();
    if (!rig.powered)
        return 0;
    const struct right before = model_right(wish->locker);
    counted(wish, &before, &tried);
    facts_begin();
    doors_expect(wish->opens ? wish->locker : DOORS_NONE);
    model_may(wish->locker, tried);
    if (!collects(wish))
        model_may(wish->locker, wish->after);
    may_clear(wish, false);
    fact_may(kind, wish->locker);
    const unsigned checked = checked_pins;
    const uint8_t outcome = wish_send(wish);
    const bool opened = doors_opened();
    if (opened || outcome == OUTCOME_DONE) {
        fact_must(kind, wish->locker, OUTCOME_DONE);
        if (collects(wish))
            model_may(wish->locker, wish->after);
        else if (opened)
            model_must(wish->locker, wish->after);
    }
    if (outcome == OUTCOME_DONE) {
        if (opened != wish->opens)
            campaign_lost("command %u is done and locker %u did not open", wish->id, wish->locker + 1);
        model_must(wish->locker, wish->after);
        may_clear(wish, true);
    } else if (outcome == OUTCOME_WRONG_PIN) {
        if (wish->opens)
            campaign_lost("the right PIN of locker %u is wrong", wish->locker + 1);
        model_must(wish->locker, tried);
        fact_must(kind, wish->locker, OUTCOME_WRONG_PIN);
    } else if (outcome != 0) {
        model_must(wish->locker, before);
    } else {
        if (collects(wish) && !wish->opens && checked_pins > checked)
            model_tried(wish->locker, tried);
        pending = *wish;
        pending_opened = opened;
    }
    return outcome;
}

static void send_again(struct wish wish, uint8_t known)
{
    campaign_log("command %u again, it was %u", wish.id, known);
    if (known == OUTCOME_NEVER_SEEN) {
        wish_carry_out(&wish);
        return;
    }
    doors_expect(DOORS_NONE);
    const uint8_t outcome = wish_send(&wish);
    doors_opened();
    if (outcome != 0 && outcome != known)
        campaign_lost("command %u was %u and is %u now", wish.id, known, outcome);
}

/* What became of the command that was under way? */
static void ask(void)
{
    const struct wish wish = pending;
    pending.id = 0;
    if (wish.id == 0 || !rig.powered)
        return;
    memset(&result, 0, sizeof result);
    gateway_send(MSG_QUERY_RESULT, &(struct msg_query_result){wish.id}, sizeof(struct msg_query_result));
    const uint8_t outcome = wait_result(wish.id);
    const struct right now = model_right(wish.locker);
    campaign_log("command %u was %u", wish.id, outcome);
    const bool changed = now.held == wish.after.held && now.out_of_service == wish.after.out_of_service &&
                         (!now.held || now.pin == wish.after.pin);
    if (outcome == OUTCOME_DONE && !changed)
        campaign_lost("command %u is done, and locker %u is as before", wish.id, wish.locker + 1);
    if (outcome == OUTCOME_DONE && wish.opens && !pending_opened)
        campaign_log("done before the pulse");
    if (outcome != 0 && outcome != OUTCOME_DONE && pending_opened)
        campaign_lost("command %u opened locker %u and is %u", wish.id, wish.locker + 1, outcome);
    if (outcome != 0 && chance_one_in(2))
        send_again(wish, outcome);
}

void commands_connect(void)
{
    power_hold(true);
    rig.cable_cut = false;
    const struct msg_welcome welcome = gateway_connect();
    if (welcome.boot < last_boot || (welcome.boot == last_boot && welcome.handshake <= last_handshake))
        campaign_lost("handshake %u of boot %u after %u of %u: keys come again", welcome.handshake, welcome.boot,
                      last_handshake, last_boot);
    last_boot = welcome.boot;
    last_handshake = welcome.handshake;
    connected = true;
    power_hold(false);
    commands_pump();
    ask();
}

void commands_drain(void)
{
    uint32_t before;
    unsigned turns = 0;
    do {
        before = facts_sequence();
        for (unsigned i = 0; i < 12; i++) {
            power_run(50);
            commands_pump();
        }
        if (++turns > TURNS_MAX)
            campaign_lost("the events do not end");
    } while (rig.powered && facts_sequence() != before);
}

struct wish wish_of(uint8_t message, uint8_t locker, uint8_t length)
{
    struct wish wish = {.id = ++last_id, .message = message, .length = length, .locker = locker};
    wish.fields.store.id = wish.id;
    wish.fields.store.deadline = gateway_deadline();
    wish.fields.store.locker = locker + 1;
    wish.after = model_right(locker);
    return wish;
}
