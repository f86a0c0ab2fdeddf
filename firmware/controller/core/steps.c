#include "steps.h"

#include <string.h>

#include "board.h"
#include "cells.h"
#include "collected.h"
#include "counters.h"
#include "journal.h"
#include "operation.h"
#include "pin.h"
#include "throttle.h"

bool step_resumed;

bool operation_stores(void)
{
    return operation.kind == EVENT_KEYPAD_STORE || operation.kind == EVENT_WEB_STORE;
}

bool operation_collects(void)
{
    return operation.kind == EVENT_KEYPAD_COLLECT || operation.kind == EVENT_WEB_COLLECT;
}

static bool opens(void)
{
    return operation_stores() || operation_collects() || operation.kind == EVENT_OPERATOR_OPEN;
}

static bool changes_slot(void)
{
    switch (operation.kind) {
    case EVENT_KEYPAD_STORE:
    case EVENT_WEB_STORE:
    case EVENT_KEYPAD_FINISH:
    case EVENT_WEB_FINISH:
    case EVENT_SET_SERVICE:
    case EVENT_RELEASE:
    case EVENT_SET_PIN:
    case EVENT_RESTORE_SLOT:
        return true;
    default:
        return false;
    }
}

static enum step end_with(uint8_t outcome)
{
    operation.outcome = outcome;
    return STEP_ENDED;
}

enum step step_head(void)
{
    /* The locker in the journal counts from 1; 0 stands for the cabinet. */
    const uint8_t locker = operation.locker < LOCKERS_MAX ? operation.locker + 1 : 0;
    if (!journal_write_head(operation.kind, locker))
        return cells_upkeep() ? STEP_HEAD : end_with(OUTCOME_STORAGE_FAILED);
    journal_current.reference = operation.reference;
    journal_current.rental = operation.rental;
    /* A command is named before it opens a door, so that it is known after a reset. At the keypad time is short. */
    return operation.origin == ORIGIN_LINK ? STEP_REFERENCE : STEP_CHECK;
}

enum step step_check(void)
{
    if (operation_collects()) {
        operation.outcome = pin_right(&operation.slot, operation.pin) ? OUTCOME_DONE : OUTCOME_WRONG_PIN;
        return STEP_OUTCOME;
    }
    if (operation.kind == EVENT_SET_CONFIG)
        return config_store(&operation.config) ? STEP_CONFIG : STEP_CHECK;
    if (!changes_slot())
        return STEP_OUTCOME;
    if (operation_stores() || operation.kind == EVENT_SET_PIN) {
        if (!pin_seal(&operation.slot, operation.pin)) {
            operation.outcome = OUTCOME_STORAGE_FAILED;
            return STEP_OUTCOME;
        }
    }
    slot_write_begin(&operation.slot, operation.kind == EVENT_RESTORE_SLOT);
    return STEP_SLOT;
}

/* Lifting the lock of a phone clears the tries of all its lockers, one after the other. */
enum step step_clear(void)
{
    if (operation.outcome != OUTCOME_DONE)
        return STEP_OUTCOME;
    const uint32_t lockers = slots_of_phone(operation.phone);
    for (uint8_t locker = 0; locker < LOCKERS_MAX; locker++) {
        if (!lockers_have(lockers, locker))
            continue;
        throttle_lift(locker);
        if ((slot_state(locker) & SLOT_TRIES) && slot_read(locker, &operation.slot)) {
            slot_set_tries(&operation.slot, 0);
            slot_write_begin(&operation.slot, false);
            return STEP_SLOT;
        }
    }
    return STEP_OUTCOME;
}

enum step step_outcome(void)
{
    enum journal_outcome outcome = JOURNAL_STORAGE_FAILED;
    if (operation.outcome == OUTCOME_DONE)
        outcome = JOURNAL_DONE;
    else if (operation.outcome == OUTCOME_WRONG_PIN)
        outcome = JOURNAL_WRONG_PIN;
    journal_write_outcome(outcome);
    if (operation.outcome == OUTCOME_DONE && opens())
        return STEP_PULSE;
    return operation_collects() ? STEP_TRIES : STEP_TAIL;
}

enum step step_pulse(void)
{
    if (!board_pulse_start(operation.locker))
        return STEP_DOOR_FAILED;
    return operation_collects() ? STEP_TRIES : STEP_PULSING;
}

enum step step_tries(void)
{
    const uint8_t before = operation.slot.phone[7] & SLOT_TRIES;
    uint8_t after = 0;
    if (operation.outcome != OUTCOME_DONE) {
        after = before < SLOT_TRIES ? before + 1 : before;
        if (operation.kind == EVENT_KEYPAD_COLLECT)
            throttle_keypad_failed();
    }
    if (after == before)
        return STEP_COUNTERS;
    slot_set_tries(&operation.slot, after);
    slot_write_begin(&operation.slot, false);
    return STEP_TRIES_WRITE;
}

enum step step_pulsing(void)
{
    if (operation.outcome != OUTCOME_DONE || !opens())
        return STEP_TAIL;
    switch (board_pulse_state()) {
    case PULSE_RUNNING:
        return STEP_PULSING;
    case PULSE_DONE:
        if (operation_collects())
            collected_set(operation.locker, true);
        return STEP_TAIL;
    default:
        return STEP_DOOR_FAILED;
    }
}

/* The locker goes out of service; what was to be stored there is stored nowhere. */
enum step step_door_failed(void)
{
    operation.outcome = OUTCOME_DOOR_FAILED;
    journal_write_outcome(JOURNAL_DOOR_FAILED);
    if (slot_state(operation.locker) & SLOT_DAMAGED)
        return STEP_TAIL;
    slot_read_or_blank(operation.locker, &operation.slot);
    if (operation_stores())
        slot_make_free(&operation.slot);
    operation.slot.flags |= SLOT_FLAG_OUT_OF_SERVICE;
    slot_write_begin(&operation.slot, false);
    return STEP_DOOR_FAILED_WRITE;
}

enum step step_tail(void)
{
    if (operation_collects())
        operation.detail = throttle_tries(slots_of_phone(operation.phone));
    journal_current.detail = operation.detail;
    journal_current.rental = operation.rental;
    journal_current.reference = operation.reference;
    if (!step_resumed)
        journal_write_tail();
    else if (!journal_rewrite())
        return cells_upkeep() ? STEP_TAIL : STEP_COMMIT;
    return STEP_COMMIT;
}

enum step step_commit(void)
{
    journal_commit();
    /* A new configuration may have another number of lockers. */
    if (operation.kind == EVENT_SET_CONFIG)
        slots_digest_restart();
    if (changes_slot())
        collected_set(operation.locker, false);
    /* Who comes next does not wait for the wrong PINs of the one before. */
    if (operation_stores())
        throttle_lift(operation.locker);
    step_resumed = false;
    return operation.origin == ORIGIN_SELF ? STEP_NONE : STEP_ENDED;
}
