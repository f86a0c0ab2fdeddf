#include "slots.h"

#include <string.h>

#include "board.h"
#include "cells.h"
#include "config.h"
#include "crc.h"
#include "digits.h"
#include "eeprom.h"
#include "inline.h"
#include "phone.h"

#define WRITE_ATTEMPTS 3

uint32_t slots_changed;
static uint8_t cell_of[LOCKERS_MAX];
static uint8_t state[LOCKERS_MAX];
/* As in the EEPROM: a set bit means never used. */
static uint8_t unused[LOCKERS_MAX / 8];
static uint32_t digest;
static uint8_t digest_next;
/* A locker may have to be marked as used. */
static bool used_due;
static uint8_t writing;
static uint8_t attempts;

void slots_reset(void)
{
    memset(cell_of, CELL_NONE, sizeof cell_of);
    memset(state, 0, sizeof state);
    board_eeprom_read(MAP_USED, unused, sizeof unused);
    slots_changed = 0;
    digest_next = 0;
    writing = CELL_NONE;
}

bool slot_record_valid(const struct slot_record *record)
{
    uint8_t phone[PHONE_BYTES];
    if ((record->flags & 0x80) || record->check != crc8(record, sizeof *record - 1))
        return false;
    slot_phone(record, phone);
    const uint8_t digits = digits_count(phone, PHONE_BYTES);
    /* A free locker has neither phone nor tries, so that half a record of the journal never looks like one. */
    if (!(record->flags & SLOT_FLAG_HELD))
        return digits == 0 && (record->phone[PHONE_BYTES - 1] & SLOT_TRIES) == 0;
    return digits <= PHONE_DIGITS_MAX;
}

OUT_OF_LINE static void remember(uint8_t cell, const struct slot_record *record)
{
    const uint8_t locker = record->flags & 0x1F;
    cell_of[locker] = cell;
    used_due = true;
    state[locker] = (record->flags & (SLOT_FLAG_HELD | SLOT_FLAG_OUT_OF_SERVICE)) | (record->phone[7] & SLOT_TRIES);
}

bool slots_found(uint8_t cell, const struct slot_record *record)
{
    if (!slot_record_valid(record))
        return false;
    const uint8_t locker = record->flags & 0x1F;
    struct slot_record other;
    if (cell_of[locker] != CELL_NONE) {
        cell_read(cell_of[locker], &other);
        if ((int8_t)(record->version - other.version) <= 0)
            return true;
        cells_release(cell_of[locker]);
    }
    cells_set_taken(cell);
    remember(cell, record);
    return true;
}

static bool never_used(uint8_t locker)
{
    return unused[locker >> 3] & (1 << (locker & 7));
}

void slots_booted(void)
{
    for (uint8_t locker = 0; locker < LOCKERS_MAX; locker++) {
        if (cell_of[locker] == CELL_NONE && !never_used(locker))
            state[locker] = SLOT_DAMAGED;
    }
}

uint8_t slot_state(uint8_t locker)
{
    return state[locker];
}

uint8_t slots_damaged(void)
{
    uint8_t locker = 0;
    while (locker < config.lockers && (state[locker] & (SLOT_DAMAGED | SLOT_TOLD)) != SLOT_DAMAGED)
        locker++;
    return locker < config.lockers ? locker : LOCKER_NONE;
}

void slot_told(uint8_t locker)
{
    state[locker] |= SLOT_TOLD;
}

OUT_OF_LINE bool slot_held(uint8_t locker)
{
    return state[locker] & SLOT_FLAG_HELD;
}

bool slot_free(uint8_t locker)
{
    return !(state[locker] & (SLOT_FLAG_HELD | SLOT_FLAG_OUT_OF_SERVICE | SLOT_DAMAGED));
}

static void changed(uint8_t locker)
{
    slots_changed |= locker_bit(locker);
    digest_next = 0;
}

bool slot_read(uint8_t locker, struct slot_record *record)
{
    if (cell_of[locker] == CELL_NONE)
        return false;
    cell_read(cell_of[locker], record);
    if (slot_record_valid(record) && (record->flags & 0x1F) == locker)
        return true;
    /* It was valid at boot: the EEPROM lost a bit since. */
    cells_release(cell_of[locker]);
    cell_of[locker] = CELL_NONE;
    state[locker] = SLOT_DAMAGED;
    changed(locker);
    return false;
}

void slot_make_free(struct slot_record *record)
{
    record->flags &= (uint8_t)~SLOT_FLAG_HELD;
    memset(record->phone, 0xFF, sizeof record->phone);
    memset(record->verifier, 0xFF, sizeof record->verifier);
    slot_set_tries(record, 0);
}

void slot_read_or_blank(uint8_t locker, struct slot_record *record)
{
    if (slot_read(locker, record))
        return;
    memset(record, 0, sizeof *record);
    record->flags = locker;
    slot_make_free(record);
}

void slot_set_tries(struct slot_record *record, uint8_t tries)
{
    record->phone[7] = (record->phone[7] & 0xF0) | tries;
}

void slot_phone(const struct slot_record *record, uint8_t phone[PHONE_BYTES])
{
    memcpy(phone, record->phone, PHONE_BYTES);
    phone[7] |= 0x0F;
}

uint32_t slots_of_phone(const uint8_t phone[PHONE_BYTES])
{
    uint32_t lockers = 0;
    for (uint8_t locker = 0; locker < LOCKERS_MAX; locker++) {
        struct slot_record record;
        uint8_t stored[PHONE_BYTES];
        if (!slot_held(locker) || !slot_read(locker, &record))
            continue;
        slot_phone(&record, stored);
        if (phone_matches(stored, phone))
            lockers |= locker_bit(locker);
    }
    return lockers;
}

uint8_t slots_missing(void)
{
    uint8_t count = 0;
    for (uint8_t locker = 0; locker < config.lockers; locker++)
        count += cell_of[locker] == CELL_NONE;
    return count;
}

void slot_write_begin(struct slot_record *record, bool as_it_is)
{
    if (!as_it_is) {
        record->version++;
        record->check = crc8(record, sizeof *record - 1);
    }
    attempts = WRITE_ATTEMPTS;
    writing = CELL_NONE;
}

OUT_OF_LINE enum slot_write slot_write_step(const struct slot_record *record)
{
    if (writing != CELL_NONE) {
        struct slot_record written;
        cell_read(writing, &written);
        if (memcmp(&written, record, sizeof written) == 0) {
            const uint8_t locker = record->flags & 0x1F;
            if (cell_of[locker] != CELL_NONE)
                cells_release(cell_of[locker]);
            remember(writing, record);
            changed(locker);
            return SLOT_WRITTEN;
        }
        /* The cell stays taken until the next boot: it is not trusted. */
        if (--attempts == 0)
            return SLOT_WRITE_FAILED;
    }
    writing = cells_take();
    if (writing != CELL_NONE)
        eeprom_fill_first_last(cell_address(writing), record, sizeof *record);
    else if (!cells_upkeep())
        return SLOT_WRITE_FAILED;
    return SLOT_WRITING;
}

bool slots_upkeep(void)
{
    for (uint8_t locker = 0; used_due && locker < LOCKERS_MAX; locker++) {
        if (cell_of[locker] == CELL_NONE || !never_used(locker))
            continue;
        /* Clears a bit only: a cut cannot mark a used locker as unused. */
        unused[locker >> 3] &= (uint8_t)~(1 << (locker & 7));
        eeprom_fill(MAP_USED + (locker >> 3), &unused[locker >> 3], 1);
        return true;
    }
    used_due = false;
    return false;
}

void slots_digest_restart(void)
{
    digest_next = 0;
}

bool slots_digest_step(void)
{
    if (digest_next >= config.lockers)
        return true;
    struct slot_record record;
    const uint8_t locker = digest_next++;
    if (locker == 0)
        digest = 0;
    if (!slot_read(locker, &record))
        memset(&record, 0, sizeof record);
    digest = crc32(digest, &record, sizeof record);
    return digest_next >= config.lockers;
}

uint32_t slots_digest(void)
{
    return digest;
}
