/*
 * 53 cells of 16 bytes, shared by slots and journal. A cell is taken (it holds a live record), blank, or to be erased.
 * New records go to the next blank cell in turn, so that all cells wear alike, and nothing live is ever overwritten.
 */
#ifndef HOLDFAST_CELLS_H
#define HOLDFAST_CELLS_H

#include <stdbool.h>
#include <stdint.h>

#include "eeprom_map.h"

#define CELL_NONE 0xFF

uint16_t cell_address(uint8_t cell);
void cell_read(uint8_t cell, void *record);

/* At boot: every cell starts as one to be erased, until it is said to be blank or taken. */
void cells_reset(void);
void cells_set_blank(uint8_t cell);
void cells_set_taken(uint8_t cell);

/* The next blank cell, which is taken now; CELL_NONE when none is erased yet. */
uint8_t cells_take(void);
/* The record in the cell is not needed any more. */
void cells_release(uint8_t cell);
/* Cells that are not taken. */
uint8_t cells_free(void);
/* Erases a little of what is to be erased: true when it started a write. */
bool cells_upkeep(void);

#endif
