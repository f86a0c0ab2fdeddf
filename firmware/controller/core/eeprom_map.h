/*
 * Where things lie in the 1 KiB EEPROM.
 *
 *    0    2  nothing: brown-outs are known to spoil the first bytes
 *    2    4  lockers that were ever used, a cleared bit each (slots.c)
 *    6  132  identity, configuration and pairing, two copies each (twin.c)
 *  138   32  counters, a ring of four (counters.c)
 *  170    6  nothing
 *  176  848  53 cells of 16 bytes: slots and journal (cells.c)
 */
#ifndef HOLDFAST_EEPROM_MAP_H
#define HOLDFAST_EEPROM_MAP_H

#define MAP_USED 2
#define MAP_TWINS 6
#define MAP_COUNTERS 138
#define MAP_CELLS 176

#define TWIN_LENGTH 20
#define TWIN_STRIDE (TWIN_LENGTH + 2)
#define COUNTERS_RING 4
#define COUNTERS_LENGTH 8
#define CELLS 53
#define CELL_LENGTH 16

_Static_assert(MAP_COUNTERS == MAP_TWINS + 3 * 2 * TWIN_STRIDE, "two copies of three records");
_Static_assert(MAP_CELLS >= MAP_COUNTERS + COUNTERS_RING * COUNTERS_LENGTH, "the ring of the counters");
_Static_assert(MAP_CELLS + CELLS * CELL_LENGTH == 1024, "the EEPROM is full");

#endif
