/* What an operation needs before it is journalled: everything but the PIN. */
#include <string.h>

#include "collected.h"
#include "config.h"
#include "inline.h"
#include "journal.h"
#include "operation.h"
#include "phone.h"
#include "pin.h"
#include "throttle.h"

static bool exists(void)
{
    return operation.locker < config.lockers;
}

static uint8_t admit_store(void)
{
    if (!phone_valid(operation.phone))
        return OUTCOME_BAD_PHONE;
    if (!pin_acceptable(operation.pin))
        return OUTCOME_BAD_PIN;
    if (journal_full())
        return OUTCOME_JOURNAL_FULL;
    if (slot_held(operation.locker))
        return OUTCOME_NOT_FREE;
    if (!slot_free(operation.locker))
        return OUTCOME_OUT_OF_SERVICE;
    if (lockers_count(slots_of_phone(operation.phone)) >= config.lockers_per_phone)
        return OUTCOME_TOO_MANY_LOCKERS;
    slot_read_or_blank(operation.locker, &operation.slot);
    memcpy(operation.slot.phone, operation.phone, PHONE_BYTES);
    slot_set_tries(&operation.slot, 0);
    operation.slot.flags |= SLOT_FLAG_HELD;
    operation.rental = ++operation.slot.rental;
    return OUTCOME_DONE;
}

/* The record of a held locker goes to operation.slot. */
static uint8_t held(void)
{
    if (slot_state(operation.locker) & SLOT_DAMAGED)
        return OUTCOME_OUT_OF_SERVICE;
    if (!slot_held(operation.locker))
        return OUTCOME_NOT_HELD;
    if (!slot_read(operation.locker, &operation.slot))
        return OUTCOME_OUT_OF_SERVICE;
    return OUTCOME_DONE;
}

static uint8_t admit_collect(void)
{
    uint8_t stored[PHONE_BYTES];
    const uint8_t outcome = held();
    if (outcome != OUTCOME_DONE)
        return outcome;
    slot_phone(&operation.slot, stored);
    if (!phone_matches(stored, operation.phone))
        return OUTCOME_NOT_HELD;
    operation.rental = operation.slot.rental;
    if (operation.kind == EVENT_KEYPAD_COLLECT) {
        operation.wait_s = throttle_keypad_wait();
        if (operation.wait_s > 0)
            return OUTCOME_LOCKED_KEYPAD;
    }
    return throttle_phone(operation.phone, &operation.wait_s);
}

/* A command about a rental names it, so that it never meets the next one by mistake. */
static uint8_t rented(void)
{
    const uint8_t outcome = held();
    if (outcome != OUTCOME_DONE)
        return outcome;
    return operation.slot.rental == operation.rental ? OUTCOME_DONE : OUTCOME_WRONG_RENTAL;
}

static uint8_t admit_end(void)
{
    const uint8_t outcome = rented();
    if (outcome != OUTCOME_DONE)
        return outcome;
    if (operation.kind != EVENT_RELEASE && !collected_lately(operation.locker))
        return OUTCOME_NOT_COLLECTED;
    if (operation.kind != EVENT_KEYPAD_KEEP)
        slot_make_free(&operation.slot);
    return OUTCOME_DONE;
}

static uint8_t admit_set_service(void)
{
    if (operation.flag > 1)
        return OUTCOME_BAD_VALUE;
    /* The right to a damaged locker is restored first. */
    if (slot_state(operation.locker) & SLOT_DAMAGED)
        return OUTCOME_OUT_OF_SERVICE;
    slot_read_or_blank(operation.locker, &operation.slot);
    operation.slot.flags &= (uint8_t)~SLOT_FLAG_OUT_OF_SERVICE;
    if (operation.flag)
        operation.slot.flags |= SLOT_FLAG_OUT_OF_SERVICE;
    return OUTCOME_DONE;
}

static uint8_t admit_set_pin(void)
{
    const uint8_t outcome = rented();
    if (outcome != OUTCOME_DONE)
        return outcome;
    if (!pin_acceptable(operation.pin))
        return OUTCOME_BAD_PIN;
    if (operation.flag > 1)
        return OUTCOME_BAD_VALUE;
    if (operation.flag)
        slot_set_tries(&operation.slot, 0);
    slot_phone(&operation.slot, operation.phone);
    return OUTCOME_DONE;
}

static uint8_t admit_restore(void)
{
    struct slot_record present;
    if (!slot_record_valid(&operation.slot))
        return OUTCOME_BAD_VALUE;
    operation.rental = operation.slot.rental;
    return slot_read(operation.locker, &present) ? OUTCOME_SLOT_VALID : OUTCOME_DONE;
}

OUT_OF_LINE static uint8_t admit_config(void)
{
    if (!config_valid(&operation.config))
        return OUTCOME_BAD_VALUE;
    /* Nobody may be cut off from a held locker. */
    for (uint8_t locker = operation.config.lockers; locker < LOCKERS_MAX; locker++) {
        if (slot_held(locker))
            return OUTCOME_BAD_VALUE;
    }
    return OUTCOME_DONE;
}

uint8_t operation_admit(void)
{
    if (operation.kind == EVENT_SET_CONFIG)
        return admit_config();
    if (operation.origin == ORIGIN_SELF)
        return OUTCOME_DONE;
    if (!exists())
        return OUTCOME_NO_SUCH_LOCKER;
    switch (operation.kind) {
    case EVENT_KEYPAD_STORE:
    case EVENT_WEB_STORE:
        return admit_store();
    case EVENT_KEYPAD_COLLECT:
    case EVENT_WEB_COLLECT:
        return admit_collect();
    case EVENT_KEYPAD_FINISH:
    case EVENT_KEYPAD_KEEP:
    case EVENT_WEB_FINISH:
    case EVENT_RELEASE:
        return admit_end();
    case EVENT_SET_SERVICE:
        return admit_set_service();
    case EVENT_SET_PIN:
        return admit_set_pin();
    case EVENT_RESTORE_SLOT:
        return admit_restore();
    default: /* EVENT_OPERATOR_OPEN */
        return OUTCOME_DONE;
    }
}
