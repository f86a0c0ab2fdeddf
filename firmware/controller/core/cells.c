#include "cells.h"

#include <string.h>

#include "board.h"
#include "eeprom.h"
#include "inline.h"

/* So short that a PIN entered meanwhile waits 7 ms at most. */
#define ERASE_STEP 4

static uint8_t taken[(CELLS + 7) / 8];
static uint8_t blank[(CELLS + 7) / 8];
static uint8_t next;
static uint8_t erasing;
static uint8_t erased;
/* Some cell may have to be erased. */
static bool due;

static bool get(const uint8_t *bits, uint8_t cell)
{
    return bits[cell >> 3] & (1 << (cell & 7));
}

static void set(uint8_t *bits, uint8_t cell, bool value)
{
    const uint8_t bit = (uint8_t)(1 << (cell & 7));
    if (value)
        bits[cell >> 3] |= bit;
    else
        bits[cell >> 3] &= (uint8_t)~bit;
}

OUT_OF_LINE uint16_t cell_address(uint8_t cell)
{
    return MAP_CELLS + (uint16_t)cell * CELL_LENGTH;
}

void cell_read(uint8_t cell, void *record)
{
    board_eeprom_read(cell_address(cell), record, CELL_LENGTH);
}

void cells_reset(void)
{
    memset(taken, 0, sizeof taken);
    memset(blank, 0, sizeof blank);
    next = 0;
    erasing = CELL_NONE;
    due = true;
}

void cells_set_blank(uint8_t cell)
{
    set(blank, cell, true);
}

void cells_set_taken(uint8_t cell)
{
    set(taken, cell, true);
    set(blank, cell, false);
    next = (uint8_t)(cell + 1) % CELLS;
}

uint8_t cells_take(void)
{
    for (uint8_t i = 0; i < CELLS; i++) {
        const uint8_t cell = (uint8_t)(next + i) % CELLS;
        if (get(blank, cell)) {
            cells_set_taken(cell);
            return cell;
        }
    }
    return CELL_NONE;
}

void cells_release(uint8_t cell)
{
    set(taken, cell, false);
    due = true;
}

uint8_t cells_free(void)
{
    uint8_t count = 0;
    for (uint8_t cell = 0; cell < CELLS; cell++)
        count += !get(taken, cell);
    return count;
}

bool cells_upkeep(void)
{
    if (!due)
        return false;
    if (erasing == CELL_NONE) {
        for (uint8_t cell = 0; cell < CELLS; cell++) {
            if (!get(taken, cell) && !get(blank, cell)) {
                erasing = cell;
                erased = 0;
                break;
            }
        }
        due = erasing != CELL_NONE;
        if (!due)
            return false;
    }
    if (erased < CELL_LENGTH) {
        /* In rising order: the first byte of a record that is half gone already says that it is none. */
        eeprom_erase(cell_address(erasing) + erased, ERASE_STEP);
        erased += ERASE_STEP;
        return true;
    }
    /* A cell that will not be erased any more is worn out: left alone until the next boot. */
    uint8_t record[CELL_LENGTH];
    cell_read(erasing, record);
    set(eeprom_blank(record, sizeof record) ? blank : taken, erasing, true);
    erasing = CELL_NONE;
    return true;
}
