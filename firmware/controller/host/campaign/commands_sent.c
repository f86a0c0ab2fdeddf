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
#include "slots.h"

#define RESULT_MS 3000
#define TURNS_MAX 400

/* A command and what is right after it. */
struct wish {
    uint32_t id;
    uint8_t message;
    uint8_t length;
    union {
        struct msg_store store;
        struct msg_finish finish;
        struct msg_set_service service;
        struct msg_set_pin pin;
        struct msg_set_config config;
    } fields;
    uint8_t locker;
    bool opens;
    /* Clears the tries of all lockers of the phone. */
    bool clears;
    struct right after;
};

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

/* Sends it; the model knows more afterwards, or less. */
static uint8_t carry_out(const struct wish *wish)
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
    memset(&result, 0, sizeof result);
    gateway_send(wish->message, &wish->fields, wish->length);
    const uint8_t outcome = wait_result(wish->id);
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
    memset(&result, 0, sizeof result);
    campaign_log("command %u again, it was %u", wish.id, known);
    if (known == OUTCOME_NEVER_SEEN) {
        carry_out(&wish);
        return;
    }
    doors_expect(DOORS_NONE);
    gateway_send(wish.message, &wish.fields, wish.length);
    const uint8_t outcome = wait_result(wish.id);
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

static struct wish wish_of(uint8_t message, uint8_t locker, uint8_t length)
{
    struct wish wish = {.id = ++last_id, .message = message, .length = length, .locker = locker};
    wish.fields.store.id = wish.id;
    wish.fields.store.deadline = gateway_deadline();
    wish.fields.store.locker = locker + 1;
    wish.after = model_right(locker);
    return wish;
}

void commands_configure(uint8_t lockers)
{
    struct wish wish = wish_of(MSG_SET_CONFIG, 0, sizeof wish.fields.config);
    wish.fields.config = (struct msg_set_config){.id = wish.id,
                                                 .deadline = gateway_deadline(),
                                                 .lockers = lockers,
                                                 .lockers_per_phone = MODEL_LOCKERS_PER_PHONE,
                                                 .pin_digits = 4,
                                                 .idle_s = 30,
                                                 .tries_first = 4,
                                                 .wait_first_s = 1,
                                                 .tries_next = 2,
                                                 .wait_next_s = 2,
                                                 .tries_max = 10,
                                                 .keypad_tries = KEYPAD_TRIES,
                                                 .keypad_wait_s = 1,
                                                 .trunk_prefix = 255};
    memset(&result, 0, sizeof result);
    gateway_send(wish.message, &wish.fields, wish.length);
    if (wait_result(wish.id) != OUTCOME_DONE)
        campaign_lost("the configuration is refused");
    model_lockers = lockers;
}

static void store(void)
{
    const uint8_t locker = model_any(false);
    const uint8_t phone = (uint8_t)chance_below(MODEL_PHONES);
    const uint8_t pin = (uint8_t)chance_below(MODEL_PINS);
    if (locker == model_lockers)
        return;
    struct wish wish = wish_of(MSG_STORE, locker, sizeof wish.fields.store);
    pack_digits(model_phone[phone], wish.fields.store.phone, sizeof wish.fields.store.phone);
    pack_digits(model_pin[pin], wish.fields.store.pin, sizeof wish.fields.store.pin);
    wish.opens = true;
    wish.after = (struct right){.held = true, .phone = phone, .pin = pin};
    campaign_log("command %u store %u phone %u pin %u", wish.id, locker + 1, phone, pin);
    const uint8_t outcome = carry_out(&wish);
    if (outcome != 0 && outcome != OUTCOME_DONE && outcome != OUTCOME_JOURNAL_FULL &&
        !(outcome == OUTCOME_TOO_MANY_LOCKERS && model_count(phone) >= MODEL_LOCKERS_PER_PHONE))
        campaign_lost("store: outcome %u", outcome);
}

static uint16_t rental_of(uint8_t locker)
{
    struct slot_record record;
    return slot_read(locker, &record) ? record.rental : 0;
}

static void end(uint8_t message, uint8_t locker)
{
    struct wish wish = wish_of(message, locker, sizeof wish.fields.finish);
    wish.fields.finish.rental = rental_of(locker);
    wish.after.held = false;
    campaign_log("command %u %s %u", wish.id, message == MSG_FINISH ? "finish" : "release", locker + 1);
    const uint8_t outcome = carry_out(&wish);
    if (outcome != 0 && outcome != OUTCOME_DONE)
        campaign_lost("finish or release: outcome %u", outcome);
}

static void collect(uint8_t locker, bool right)
{
    const struct right held = model_right(locker);
    struct wish wish = wish_of(MSG_COLLECT, locker, sizeof wish.fields.store);
    pack_digits(model_phone[held.phone], wish.fields.store.phone, sizeof wish.fields.store.phone);
    pack_digits(model_pin[right ? held.pin : WRONG_PIN], wish.fields.store.pin, sizeof wish.fields.store.pin);
    wish.opens = right;
    wish.after.tries = 0;
    campaign_log("command %u collect %u, %s PIN", wish.id, locker + 1, right ? "right" : "wrong");
    const bool may_wait = model_may_wait(held.phone);
    const uint8_t outcome = carry_out(&wish);
    if (outcome != 0 && outcome != (right ? OUTCOME_DONE : OUTCOME_WRONG_PIN) && !may_wait)
        campaign_lost("collect: outcome %u", outcome);
    if (outcome == OUTCOME_DONE && chance_one_in(2))
        end(MSG_FINISH, locker);
}

static void set_pin(uint8_t locker)
{
    const uint8_t pin = (uint8_t)chance_below(MODEL_PINS);
    struct wish wish = wish_of(MSG_SET_PIN, locker, sizeof wish.fields.pin);
    wish.fields.pin.rental = rental_of(locker);
    pack_digits(model_pin[pin], wish.fields.pin.pin, sizeof wish.fields.pin.pin);
    wish.clears = chance_one_in(2);
    wish.fields.pin.clear_tries = wish.clears;
    wish.after.pin = pin;
    if (wish.clears)
        wish.after.tries = 0;
    campaign_log("command %u set PIN %u of %u, %sclearing", wish.id, pin, locker + 1, wish.clears ? "" : "not ");
    const uint8_t outcome = carry_out(&wish);
    if (outcome != 0 && outcome != OUTCOME_DONE)
        campaign_lost("set PIN: outcome %u", outcome);
}

static void set_service(void)
{
    const uint8_t locker = (uint8_t)chance_below(model_lockers);
    struct wish wish = wish_of(MSG_SET_SERVICE, locker, sizeof wish.fields.service);
    wish.after.out_of_service = wish.fields.service.out_of_service = !wish.after.out_of_service;
    campaign_log("command %u service of %u %s", wish.id, locker + 1, wish.after.out_of_service ? "off" : "on");
    const uint8_t outcome = carry_out(&wish);
    if (outcome != 0 && outcome != OUTCOME_DONE)
        campaign_lost("set service: outcome %u", outcome);
}

static void open(void)
{
    const uint8_t locker = (uint8_t)chance_below(model_lockers);
    struct wish wish = wish_of(MSG_OPERATOR_OPEN, locker, sizeof(struct msg_operator_open));
    wish.opens = true;
    campaign_log("command %u open %u", wish.id, locker + 1);
    const uint8_t outcome = carry_out(&wish);
    if (outcome != 0 && outcome != OUTCOME_DONE)
        campaign_lost("open: outcome %u", outcome);
}

void commands_random(void)
{
    const uint8_t held = model_any(true);
    switch (chance_below(held == model_lockers ? 4 : 10)) {
    case 0:
    case 1:
        store();
        break;
    case 2:
        set_service();
        break;
    case 3:
        open();
        break;
    case 4:
        end(MSG_RELEASE, held);
        break;
    case 5:
        set_pin(held);
        break;
    default:
        collect(held, chance_below(10) < 6);
    }
}

void commands_open_all(void)
{
    for (uint8_t locker = 0; locker < model_lockers; locker++) {
        if (model_right(locker).held)
            collect(locker, true);
        commands_pump();
    }
}
