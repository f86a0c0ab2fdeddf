#include "operation.h"

#include <string.h>

#include "board.h"
#include "cells.h"
#include "clock.h"
#include "collected.h"
#include "counters.h"
#include "eeprom.h"
#include "identity.h"
#include "journal.h"
#include "pin.h"
#include "throttle.h"

struct operation operation;

static enum step {
    STEP_NONE,
    STEP_FILLING,
    STEP_ADMIT,
    STEP_HEAD,
    STEP_REFERENCE,
    STEP_CHECK,
    STEP_SLOT,
    STEP_CLEAR,
    STEP_CONFIG,
    STEP_OUTCOME,
    STEP_PULSE,
    STEP_TRIES,
    STEP_TRIES_WRITE,
    STEP_COUNTERS,
    STEP_PULSING,
    STEP_DOOR_FAILED,
    STEP_DOOR_FAILED_WRITE,
    STEP_TAIL,
    STEP_COMMIT,
    STEP_ENDED
} step;
static bool resumed;

static bool stores(void)
{
    return operation.kind == EVENT_KEYPAD_STORE || operation.kind == EVENT_WEB_STORE;
}

static bool collects(void)
{
    return operation.kind == EVENT_KEYPAD_COLLECT || operation.kind == EVENT_WEB_COLLECT;
}

static bool opens(void)
{
    return stores() || collects() || operation.kind == EVENT_OPERATOR_OPEN;
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

bool operation_begin(enum origin origin, uint8_t kind, uint8_t locker)
{
    if (step != STEP_NONE)
        return false;
    memset(&operation, 0, sizeof operation);
    operation.origin = origin;
    operation.kind = kind;
    operation.locker = locker;
    operation.reference = clock_wall();
    operation.outcome = OUTCOME_DONE;
    step = STEP_FILLING;
    return true;
}

void operation_run(void)
{
    step = STEP_ADMIT;
    if (!eeprom_busy())
        operation_step();
}

bool operation_active(void)
{
    return step != STEP_NONE;
}

bool operation_ended(enum origin origin)
{
    return step == STEP_ENDED && operation.origin == origin;
}

void operation_release(void)
{
    memset(operation.pin, 0xFF, sizeof operation.pin);
    step = STEP_NONE;
}

/* A record without its rest: a try counts as wrong unless `done` stands there; nothing is opened or repeated. */
void operation_boot(void)
{
    step = STEP_NONE;
    resumed = journal_unfinished();
    if (!resumed)
        return;
    const struct journal_record found = journal_current;
    operation_begin(ORIGIN_SELF, found.kind, found.locker > 0 ? found.locker - 1 : LOCKER_NONE);
    operation.outcome = OUTCOME_UNKNOWN;
    operation.reference = found.reference == UINT32_MAX ? 0 : found.reference;
    if (operation.locker < LOCKERS_MAX && slot_read(operation.locker, &operation.slot)) {
        /* A rental that was to begin and did not has no number. */
        operation.rental = stores() && !slot_held(operation.locker) ? 0 : operation.slot.rental;
        slot_phone(&operation.slot, operation.phone);
    }
    switch (found.outcome) {
    case JOURNAL_DONE:
    case JOURNAL_DOOR_FAILED:
    case JOURNAL_WRONG_PIN:
    case JOURNAL_STORAGE_FAILED:
        break;
    default:
        journal_current.outcome = JOURNAL_UNKNOWN;
    }
    const bool counts = collects() && found.outcome != JOURNAL_DONE && found.outcome != JOURNAL_DOOR_FAILED &&
                        operation.locker < LOCKERS_MAX && slot_held(operation.locker);
    step = counts ? STEP_TRIES : STEP_TAIL;
}

static enum step end_with(uint8_t outcome)
{
    operation.outcome = outcome;
    return STEP_ENDED;
}

static enum step write_head(void)
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

static enum step check(void)
{
    if (collects()) {
        operation.outcome = pin_right(&operation.slot, operation.pin) ? OUTCOME_DONE : OUTCOME_WRONG_PIN;
        return STEP_OUTCOME;
    }
    if (operation.kind == EVENT_SET_CONFIG)
        return config_store(&operation.config) ? STEP_CONFIG : STEP_CHECK;
    if (!changes_slot())
        return STEP_OUTCOME;
    if (stores() || operation.kind == EVENT_SET_PIN) {
        if (!identity_key_ready())
            return STEP_CHECK;
        pin_seal(&operation.slot, operation.pin);
    }
    slot_write_begin(&operation.slot, operation.kind == EVENT_RESTORE_SLOT);
    return STEP_SLOT;
}

/* Whether the write has ended; a failed one is the outcome of operations that exist for it. */
static bool slot_written(void)
{
    const enum slot_write state = slot_write_step(&operation.slot);
    if (state == SLOT_WRITE_FAILED && step == STEP_SLOT)
        operation.outcome = OUTCOME_STORAGE_FAILED;
    return state != SLOT_WRITING;
}

/* Lifting the lock of a phone clears the tries of all its lockers, one after the other. */
static enum step clear_next(void)
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

static enum step write_outcome(void)
{
    enum journal_outcome outcome = JOURNAL_STORAGE_FAILED;
    if (operation.outcome == OUTCOME_DONE)
        outcome = JOURNAL_DONE;
    else if (operation.outcome == OUTCOME_WRONG_PIN)
        outcome = JOURNAL_WRONG_PIN;
    journal_write_outcome(outcome);
    if (operation.outcome == OUTCOME_DONE && opens())
        return STEP_PULSE;
    return collects() ? STEP_TRIES : STEP_TAIL;
}

static enum step pulse(void)
{
    if (!board_pulse_start(operation.locker))
        return STEP_DOOR_FAILED;
    return collects() ? STEP_TRIES : STEP_PULSING;
}

static enum step count_tries(void)
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

static enum step pulsing(void)
{
    if (operation.outcome != OUTCOME_DONE || !opens())
        return STEP_TAIL;
    switch (board_pulse_state()) {
    case PULSE_RUNNING:
        return STEP_PULSING;
    case PULSE_DONE:
        if (collects())
            collected_set(operation.locker, true);
        return STEP_TAIL;
    default:
        return STEP_DOOR_FAILED;
    }
}

/* The locker goes out of service; what was to be stored there is stored nowhere. */
static enum step door_failed(void)
{
    operation.outcome = OUTCOME_DOOR_FAILED;
    journal_write_outcome(JOURNAL_DOOR_FAILED);
    if (slot_state(operation.locker) & SLOT_DAMAGED)
        return STEP_TAIL;
    slot_read_or_blank(operation.locker, &operation.slot);
    if (stores())
        slot_make_free(&operation.slot);
    operation.slot.flags |= SLOT_FLAG_OUT_OF_SERVICE;
    slot_write_begin(&operation.slot, false);
    return STEP_DOOR_FAILED_WRITE;
}

static enum step write_tail(void)
{
    if (collects())
        operation.detail = throttle_tries(slots_of_phone(operation.phone));
    journal_current.detail = operation.detail;
    journal_current.rental = operation.rental;
    journal_current.reference = operation.reference;
    if (!resumed)
        journal_write_tail();
    else if (!journal_rewrite())
        return cells_upkeep() ? STEP_TAIL : STEP_COMMIT;
    return STEP_COMMIT;
}

static enum step commit(void)
{
    journal_commit();
    /* A new configuration may have another number of lockers. */
    if (operation.kind == EVENT_SET_CONFIG)
        slots_digest_restart();
    if (changes_slot())
        collected_set(operation.locker, false);
    resumed = false;
    return operation.origin == ORIGIN_SELF ? STEP_NONE : STEP_ENDED;
}

static void advance(void)
{
    switch (step) {
    case STEP_NONE:
    case STEP_FILLING:
    case STEP_ENDED:
        break;
    case STEP_ADMIT:
        operation.outcome = operation_admit();
        step = operation.outcome == OUTCOME_DONE ? STEP_HEAD : STEP_ENDED;
        break;
    case STEP_HEAD:
        step = write_head();
        break;
    case STEP_REFERENCE:
        journal_write_reference();
        step = STEP_CHECK;
        break;
    case STEP_CHECK:
        step = check();
        break;
    case STEP_SLOT:
        if (slot_written())
            step = operation.kind == EVENT_SET_PIN && operation.flag ? STEP_CLEAR : STEP_OUTCOME;
        break;
    case STEP_CLEAR:
        step = clear_next();
        break;
    case STEP_CONFIG:
        if (!config_stored(&operation.config))
            operation.outcome = OUTCOME_STORAGE_FAILED;
        step = STEP_OUTCOME;
        break;
    case STEP_OUTCOME:
        step = write_outcome();
        break;
    case STEP_PULSE:
        step = pulse();
        break;
    case STEP_TRIES:
        step = count_tries();
        break;
    case STEP_TRIES_WRITE:
        if (slot_written()) {
            if (operation.outcome != OUTCOME_DONE)
                throttle_failed(operation.locker, operation.phone);
            step = STEP_COUNTERS;
        }
        break;
    case STEP_COUNTERS:
        if (!counters_upkeep())
            step = STEP_PULSING;
        break;
    case STEP_PULSING:
        step = pulsing();
        break;
    case STEP_DOOR_FAILED:
        step = door_failed();
        break;
    case STEP_DOOR_FAILED_WRITE:
        if (slot_written())
            step = STEP_TAIL;
        break;
    case STEP_TAIL:
        step = write_tail();
        break;
    case STEP_COMMIT:
        step = commit();
        break;
    }
}

bool operation_step(void)
{
    enum step before;
    /* Straight on where nothing was written, so that the lock is not kept waiting for a tick. */
    do {
        before = step;
        advance();
    } while (step != before && !eeprom_busy());
    return step != STEP_NONE && step != STEP_FILLING && step != STEP_ENDED && step != STEP_PULSING;
}
