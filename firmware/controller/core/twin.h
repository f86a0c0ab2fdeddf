/*
 * Records of 20 bytes in two copies with a CRC-16 each. The first copy is written first and counts when it is valid; the
 * second follows. So one of them is whole at any time.
 */
#ifndef HOLDFAST_TWIN_H
#define HOLDFAST_TWIN_H

#include <stdbool.h>
#include <stdint.h>

/* In the order of the map. */
enum twin { TWIN_IDENTITY, TWIN_CONFIG, TWIN_PAIRING, TWINS };

void twins_boot(void);
/* Reads the first valid copy; false when there is none. */
bool twin_load(enum twin twin, void *data);
/* Starts to write a new record; false while the copies are being made equal: call again. */
bool twin_store(enum twin twin, const void *data);
/* Makes copies equal: true when it started a write. */
bool twins_upkeep(void);

#endif
