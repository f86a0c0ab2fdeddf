#include "operation.h"

#include <string.h>

#include "clock.h"
#include "counters.h"
#include "eeprom.h"
#include "inline.h"
#include "journal.h"
#include "steps.h"
#include "throttle.h"

struct operation operation;

static enum step step;

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

OUT_OF_LINE void operation_release(void)
{
    memset(operation.pin, 0xFF, sizeof operation.pin);
    step = STEP_NONE;
}

/* The command's id in a record without its rest. Power may have failed while it was written; what came after it, the
 * outcome or the slot of a store, shows that it is whole. Without either nothing was opened. */
static uint32_t reference_of(const struct journal_record *found)
{
    const bool command = found->kind >= EVENT_WEB_STORE && found->kind <= EVENT_SET_CONFIG;
    const bool whole = found->outcome != JOURNAL_OPEN ||
                       (operation_stores() && operation.locker < LOCKERS_MAX && slot_held(operation.locker));
    return command && whole ? found->reference : 0;
}

/* A record without its rest: a try counts as wrong unless `done` stands there; nothing is opened or repeated. */
OUT_OF_LINE void operation_boot(void)
{
    step = STEP_NONE;
    step_resumed = journal_unfinished();
    if (!step_resumed)
        return;
    const struct journal_record found = journal_current;
    operation_begin(ORIGIN_SELF, found.kind, found.locker > 0 ? found.locker - 1 : LOCKER_NONE);
    operation.outcome = OUTCOME_UNKNOWN;
    operation.reference = reference_of(&found);
    if (operation.locker < LOCKERS_MAX && slot_read(operation.locker, &operation.slot)) {
        /* A rental that was to begin and did not has no number. */
        operation.rental = operation_stores() && !slot_held(operation.locker) ? 0 : operation.slot.rental;
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
    const bool counts = operation_collects() && found.outcome != JOURNAL_DONE && found.outcome != JOURNAL_DOOR_FAILED &&
                        operation.locker < LOCKERS_MAX && slot_held(operation.locker);
    /* What was stored behind a door that did not open is not stored. */
    if (found.outcome == JOURNAL_DOOR_FAILED && operation.locker < LOCKERS_MAX)
        step = STEP_DOOR_FAILED;
    else
        step = counts ? STEP_TRIES : STEP_TAIL;
}

/* Whether the write has ended; a failed one is the outcome of operations that exist for it. */
static bool slot_written(void)
{
    const enum slot_write state = slot_write_step(&operation.slot);
    if (state == SLOT_WRITE_FAILED && step == STEP_SLOT)
        operation.outcome = OUTCOME_STORAGE_FAILED;
    return state != SLOT_WRITING;
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
        step = step_head();
        break;
    case STEP_REFERENCE:
        journal_write_reference();
        step = STEP_CHECK;
        break;
    case STEP_CHECK:
        step = step_check();
        break;
    case STEP_SLOT:
        if (slot_written())
            step = operation.kind == EVENT_SET_PIN && operation.flag ? STEP_CLEAR : STEP_OUTCOME;
        break;
    case STEP_CLEAR:
        step = step_clear();
        break;
    case STEP_CONFIG:
        if (!config_stored(&operation.config))
            operation.outcome = OUTCOME_STORAGE_FAILED;
        step = STEP_OUTCOME;
        break;
    case STEP_OUTCOME:
        step = step_outcome();
        break;
    case STEP_PULSE:
        step = step_pulse();
        break;
    case STEP_TRIES:
        step = step_tries();
        break;
    case STEP_TRIES_WRITE:
        if (slot_written()) {
            if (operation.outcome != OUTCOME_DONE)
                throttle_failed(operation.locker, operation.phone, step_resumed);
            step = STEP_COUNTERS;
        }
        break;
    case STEP_COUNTERS:
        if (!counters_upkeep())
            step = STEP_PULSING;
        break;
    case STEP_PULSING:
        step = step_pulsing();
        break;
    case STEP_DOOR_FAILED:
        step = step_door_failed();
        break;
    case STEP_DOOR_FAILED_WRITE:
        if (slot_written())
            step = STEP_TAIL;
        break;
    case STEP_TAIL:
        step = step_tail();
        break;
    case STEP_COMMIT:
        step = step_commit();
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
