#include "people.h"

#include <stdio.h>

#include "campaign.h"
#include "chance.h"
#include "checked.h"
#include "doors.h"
#include "facts.h"
#include "journal.h"
#include "messages.h"
#include "model.h"
#include "power.h"
#include "rig.h"
#include "views.h"

/* Nobody else can reach the lock meanwhile: an operation at the keypad takes less. */
#define WORKING_MS 3000

static void see(void)
{
    for (unsigned ms = 0; rig.powered && (dialogue.view == VIEW_WORKING || dialogue.view == VIEW_LOOKUP); ms += 5) {
        if (ms > WORKING_MS)
            campaign_lost("the keypad does not answer");
        power_run(5);
    }
}

static bool go_to_start(void)
{
    for (unsigned i = 0; rig.powered && dialogue.view != VIEW_START; i++) {
        if (i == 60)
            campaign_lost("there is no way back to the start");
        if (dialogue.view == VIEW_COLLECTED)
            dialogue_home(); /* as after a while */
        power_keys("*");
        see();
    }
    return rig.powered;
}

/* From the start to the PIN of a locker; false when the cabinet does not let this phone get so far. */
static bool go_to_pin(const char *flow, uint8_t phone, uint8_t locker)
{
    char number[4];
    if (!go_to_start())
        return false;
    power_settle();
    power_keys(flow);
    power_keys(model_phone[phone]);
    power_keys("#");
    see();
    if (!rig.powered)
        return false;
    if (dialogue.view == VIEW_LIST) {
        snprintf(number, sizeof number, "%u", locker + 1u);
        power_keys(number);
        power_keys("#");
    }
    return rig.powered && dialogue.view == VIEW_PIN;
}

void people_store(void)
{
    const uint8_t locker = model_any(false);
    const uint8_t phone = (uint8_t)chance_below(MODEL_PHONES);
    const uint8_t pin = (uint8_t)chance_below(MODEL_PINS);
    if (locker == model_lockers)
        return;
    if (!go_to_pin("A", phone, locker)) {
        if (rig.powered && model_count(phone) < MODEL_LOCKERS_PER_PHONE && !journal_full())
            campaign_lost("phone %u can not store", phone);
        return;
    }
    if (dialogue.locker != locker)
        campaign_lost("locker %u can not be chosen", locker + 1);
    const struct right before = model_right(locker);
    const struct right after = {.held = true, .phone = phone, .pin = pin};
    campaign_log("keypad store %u phone %u pin %u", locker + 1, phone, pin);
    power_keys(model_pin[pin]);
    power_keys("#");
    power_keys(model_pin[pin]);
    if (!rig.powered)
        return;
    facts_begin();
    doors_expect(locker);
    model_may(locker, after);
    fact_may(EVENT_KEYPAD_STORE, locker);
    power_keys("#");
    see();
    if (doors_opened()) {
        model_must(locker, after);
        fact_must(EVENT_KEYPAD_STORE, locker, OUTCOME_DONE);
    } else if (rig.powered) {
        if (dialogue.view == VIEW_STORED)
            campaign_lost("locker %u did not open", locker + 1);
        model_must(locker, before);
    }
}

static void end_visit(uint8_t locker, const char *key, uint8_t kind, struct right after)
{
    const struct right before = model_right(locker);
    campaign_log("keypad %s %u", kind == EVENT_KEYPAD_FINISH ? "finish" : "keep", locker + 1);
    power_settle();
    if (!rig.powered)
        return;
    facts_begin();
    doors_expect(DOORS_NONE);
    model_may(locker, after);
    fact_may(kind, locker);
    power_keys(key);
    see();
    doors_opened();
    if (!rig.powered)
        return;
    if (dialogue.view == VIEW_NOTE && rig_shows("close the door")) {
        model_must(locker, after);
        fact_must(kind, locker, OUTCOME_DONE);
    } else {
        model_must(locker, before);
        campaign_lost("locker %u can not be given back", locker + 1);
    }
}

static void with_open_door(uint8_t locker);

/* The last key before the PIN is tried was pressed, or a door is to be opened again without it. */
static void try(uint8_t locker, bool right, const char *key)
{
    const struct right before = model_right(locker);
    struct right counted = before, cleared = before;
    counted.tries += counted.tries < 15;
    cleared.tries = 0;
    const unsigned checked = checked_pins;
    facts_begin();
    doors_expect(right ? locker : DOORS_NONE);
    model_may(locker, counted);
    fact_may(EVENT_KEYPAD_COLLECT, locker);
    power_keys(key);
    see();
    if (doors_opened()) {
        model_may(locker, cleared);
        fact_must(EVENT_KEYPAD_COLLECT, locker, OUTCOME_DONE);
        if (rig.powered) {
            model_must(locker, cleared);
            with_open_door(locker);
        }
    } else if (rig.powered && rig_shows("Wrong PIN")) {
        if (right)
            campaign_lost("the right PIN of locker %u is refused", locker + 1);
        model_must(locker, counted);
        model_keypad_wrong++;
        fact_must(EVENT_KEYPAD_COLLECT, locker, OUTCOME_WRONG_PIN);
    } else if (!rig.powered && !right && checked_pins > checked) {
        model_tried(locker, counted);
    } else if (rig.powered && right && !model_may_wait(before.phone) && model_keypad_wrong < KEYPAD_TRIES) {
        campaign_lost("locker %u does not open for its owner", locker + 1);
    }
}

static void with_open_door(uint8_t locker)
{
    struct right gone = {.held = false, .out_of_service = model_right(locker).out_of_service};
    switch (chance_below(5)) {
    case 0:
    case 1:
        end_visit(locker, "#", EVENT_KEYPAD_FINISH, gone);
        break;
    case 2:
        end_visit(locker, "A", EVENT_KEYPAD_KEEP, model_right(locker));
        break;
    case 3:
        if (dialogue.reopened < 3) {
            campaign_log("keypad open again %u", locker + 1);
            power_settle();
            if (rig.powered)
                try(locker, true, "B");
        }
        break;
    default:
        break;
    }
}

void people_collect(bool right)
{
    const uint8_t locker = model_any(true);
    if (locker == model_lockers)
        return;
    const struct right held = model_right(locker);
    if (!go_to_pin("B", held.phone, locker)) {
        if (rig.powered && !model_may_wait(held.phone) && model_keypad_wrong < KEYPAD_TRIES)
            campaign_lost("phone %u is not let in", held.phone);
        return;
    }
    if (dialogue.locker != locker)
        campaign_lost("locker %u can not be chosen", locker + 1);
    campaign_log("keypad collect %u phone %u, %s PIN", locker + 1, held.phone, right ? "right" : "wrong");
    power_keys(model_pin[right ? held.pin : WRONG_PIN]);
    if (rig.powered)
        try(locker, right, "#");
}
