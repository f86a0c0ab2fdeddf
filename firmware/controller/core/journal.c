#include "journal.h"

#include <stddef.h>
#include <string.h>

#include "cells.h"
#include "counters.h"
#include "eeprom.h"
#include "inline.h"
#include "slots.h"

/* Blank or soon blank cells that records never take: one for the next slot record, two for records in a hurry. */
#define CELLS_SPARE 3
/* Records kept for collecting when storing is refused already. */
#define RESERVE 6
/* Acknowledged records kept a little longer: after a reset they tell what became of the last commands. */
#define KEPT 4

struct journal_record journal_current;
static uint8_t current_cell;
/* A power of two above CELLS: the cell of sequence n is cell_of[n % PLACES]. */
#define PLACES 64
static uint8_t cell_of[PLACES];
static uint32_t last;
/* Sequences up to `last` that are kept, and those of them that are not acknowledged. */
static uint8_t kept;
static uint8_t open;
/* How many were lost before the kept ones, unacknowledged. */
static uint16_t lost;
static bool unfinished;

OUT_OF_LINE static uint8_t *place(uint32_t sequence)
{
    return &cell_of[(uint8_t)sequence % PLACES];
}

/* Reads the record of a sequence; false when it is not kept or its head is damaged. */
static bool read(uint32_t sequence, struct journal_record *record)
{
    if (last - sequence >= kept || *place(sequence) == CELL_NONE)
        return false;
    cell_read(*place(sequence), record);
    return journal_head_valid(record) && journal_sequence_of(record) == sequence;
}

static void release(uint32_t sequence)
{
    if (*place(sequence) != CELL_NONE)
        cells_release(*place(sequence));
    *place(sequence) = CELL_NONE;
}

void journal_reset(void)
{
    memset(cell_of, CELL_NONE, sizeof cell_of);
    last = lost = 0;
    kept = open = 0;
    unfinished = false;
}

void journal_seen(const struct journal_record *record)
{
    if (journal_head_valid(record) && journal_sequence_of(record) > last)
        last = journal_sequence_of(record);
}

void journal_found(uint8_t cell, const struct journal_record *record)
{
    const uint32_t sequence = journal_sequence_of(record);
    /* Older ones than the cells can hold were given up before the reset. */
    if (!journal_head_valid(record) || last - sequence >= CELLS)
        return;
    if (*place(sequence) != CELL_NONE) {
        /* Completed in another cell (journal_rewrite) when power failed: the complete one counts. */
        if (!journal_complete(record))
            return;
        release(sequence);
    }
    *place(sequence) = cell;
    cells_set_taken(cell);
    if (kept <= (uint8_t)(last - sequence))
        kept = (uint8_t)(last - sequence) + 1;
}

void journal_booted(void)
{
    open = kept;
    if (counters.gap_base != GAP_NONE)
        lost = (uint16_t)last - kept - counters.gap_base;
    if (kept == 0)
        return;
    /* The cells after the newest record are the ones that rested longest. */
    current_cell = *place(last);
    cells_set_taken(current_cell);
    unfinished = read(last, &journal_current) && !journal_complete(&journal_current);
    if (unfinished) {
        last--;
        kept--;
        open--;
    }
}

bool journal_unfinished(void)
{
    return unfinished;
}

bool journal_write_head(uint8_t kind, uint8_t locker)
{
    current_cell = cells_take();
    if (current_cell == CELL_NONE)
        return false;
    const uint32_t sequence = last + 1;
    memset(&journal_current, 0, sizeof journal_current);
    journal_current.kind = kind;
    for (uint8_t i = 0; i < 3; i++)
        journal_current.sequence[i] = (uint8_t)(sequence >> (8 * i));
    journal_current.locker = locker;
    journal_current.outcome = JOURNAL_OPEN;
    journal_current.head_check = journal_head_check(&journal_current);
    eeprom_fill(cell_address(current_cell), &journal_current, JOURNAL_HEAD_LENGTH);
    return true;
}

static void fill(uint8_t from, uint8_t to)
{
    eeprom_fill(cell_address(current_cell) + from, (const uint8_t *)&journal_current + from, to - from);
}

void journal_write_reference(void)
{
    fill(offsetof(struct journal_record, rental), offsetof(struct journal_record, detail));
}

void journal_write_outcome(enum journal_outcome outcome)
{
    journal_current.outcome = outcome;
    fill(offsetof(struct journal_record, outcome), offsetof(struct journal_record, rental));
}

void journal_write_tail(void)
{
    journal_current.check = journal_tail_check(&journal_current);
    fill(offsetof(struct journal_record, rental), sizeof journal_current);
}

bool journal_rewrite(void)
{
    const uint8_t cell = cells_take();
    if (cell == CELL_NONE)
        return false;
    cells_release(current_cell);
    current_cell = cell;
    journal_current.check = journal_tail_check(&journal_current);
    /* The kind last: half of it must not be taken for the record that it completes. */
    eeprom_fill_first_last(cell_address(cell), &journal_current, sizeof journal_current);
    return true;
}

/* Records that still find room when every locker has its cell. */
static uint8_t room(void)
{
    const uint8_t needed = slots_missing() + CELLS_SPARE;
    const uint8_t free = cells_free();
    return free > needed ? free - needed : 0;
}

static void drop_oldest(void)
{
    if (open == kept) {
        if (lost++ == 0)
            counters_set_gap((uint16_t)last - kept);
        open--;
    }
    kept--;
    release(last - kept);
}

void journal_commit(void)
{
    unfinished = false;
    last++;
    kept++;
    open++;
    *place(last) = current_cell;
    while (kept > 1 && room() == 0)
        drop_oldest();
}

bool journal_full(void)
{
    return room() + kept - open < RESERVE;
}

uint32_t journal_first(void)
{
    return last - open + 1;
}

uint32_t journal_last(void)
{
    return last;
}

void journal_acknowledge(uint32_t sequence)
{
    const uint32_t left = last - sequence;
    /* Neither what was not sent yet nor what went before. */
    if (left > open || (left == open && lost == 0))
        return;
    open = (uint8_t)left;
    lost = 0;
    counters_set_gap(GAP_NONE);
    while (kept > open && kept > KEPT)
        drop_oldest();
}

bool journal_event(uint32_t sequence, struct msg_event *event)
{
    struct journal_record record;
    struct slot_record slot;
    memset(event, 0, sizeof *event);
    memset(event->phone, 0xFF, sizeof event->phone);
    event->sequence = sequence;
    if (!read(sequence, &record))
        return false;
    event->kind = record.kind;
    event->locker = record.locker;
    event->outcome = journal_outcome_of(&record);
    if (!journal_complete(&record))
        return true;
    event->rental = record.rental;
    event->reference = record.reference;
    event->detail = record.detail;
    if ((record.kind == EVENT_KEYPAD_STORE || record.kind == EVENT_WEB_STORE) &&
        slot_read(record.locker - 1, &slot) && slot.rental == record.rental)
        slot_phone(&slot, event->phone);
    return true;
}

static void make_gap(uint16_t count, struct msg_event *event)
{
    event->kind = EVENT_GAP;
    event->outcome = OUTCOME_DONE;
    event->reference = count;
}

bool journal_next(struct msg_event *event)
{
    const uint32_t next = journal_first();
    if (lost > 0) {
        journal_event(next - 1, event);
        make_gap(lost, event);
    } else if (open == 0) {
        return false;
    } else if (!journal_event(next, event)) {
        /* A damaged record is one that was lost. */
        make_gap(1, event);
    }
    return true;
}
