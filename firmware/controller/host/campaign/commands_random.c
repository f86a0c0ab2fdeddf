/* What customers on the page and the operator want. */
#include "campaign.h"
#include "chance.h"
#include "commands_sent.h"
#include "gateway.h"
#include "model.h"
#include "slots.h"
#include "wish.h"

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
    if (wish_send(&wish) != OUTCOME_DONE)
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
    const uint8_t outcome = wish_carry_out(&wish);
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
    const uint8_t outcome = wish_carry_out(&wish);
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
    const uint8_t outcome = wish_carry_out(&wish);
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
    const uint8_t outcome = wish_carry_out(&wish);
    if (outcome != 0 && outcome != OUTCOME_DONE)
        campaign_lost("set PIN: outcome %u", outcome);
}

static void set_service(void)
{
    const uint8_t locker = (uint8_t)chance_below(model_lockers);
    struct wish wish = wish_of(MSG_SET_SERVICE, locker, sizeof wish.fields.service);
    wish.after.out_of_service = wish.fields.service.out_of_service = !wish.after.out_of_service;
    campaign_log("command %u service of %u %s", wish.id, locker + 1, wish.after.out_of_service ? "off" : "on");
    const uint8_t outcome = wish_carry_out(&wish);
    if (outcome != 0 && outcome != OUTCOME_DONE)
        campaign_lost("set service: outcome %u", outcome);
}

static void open(void)
{
    const uint8_t locker = (uint8_t)chance_below(model_lockers);
    struct wish wish = wish_of(MSG_OPERATOR_OPEN, locker, sizeof(struct msg_operator_open));
    wish.opens = true;
    campaign_log("command %u open %u", wish.id, locker + 1);
    const uint8_t outcome = wish_carry_out(&wish);
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
