/*
 * Where things lie in the 1 KiB EEPROM.
 *
 *    0    2  nothing: brown-outs are known to spoil the first bytes
 *    2    4  lockers that were ever used, a cleared bit each (slots.c)
 *    6   44  identity, two copies (identity.c)
 *   50   44  configuration, two copies (config.c)
 *   94   28  counters, a ring of four (counters.c)
 *  122    6  nothing
 *  128  896  56 cells of 16 bytes: slots and journal (cells.c)
 */
#ifndef HOLDFAST_EEPROM_MAP_H
#define HOLDFAST_EEPROM_MAP_H

#define MAP_USED 2
#define MAP_IDENTITY 6
#define MAP_CONFIG 50
#define MAP_COUNTERS 94
#define MAP_CELLS 128

#define TWIN_LENGTH 20
#define TWIN_STRIDE (TWIN_LENGTH + 2)
#define COUNTERS_RING 4
#define COUNTERS_LENGTH 7
#define CELLS 56
#define CELL_LENGTH 16

_Static_assert(MAP_CONFIG == MAP_IDENTITY + 2 * TWIN_STRIDE, "two copies of the identity");
_Static_assert(MAP_COUNTERS == MAP_CONFIG + 2 * TWIN_STRIDE, "two copies of the configuration");
_Static_assert(MAP_CELLS + CELLS * CELL_LENGTH == 1024, "the EEPROM is full");

#endif
