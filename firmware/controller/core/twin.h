/*
 * A record of 20 bytes in two copies with a CRC-16 each. The first copy is written first and counts when it is valid;
 * the second follows. So one of them is whole at any time.
 */
#ifndef HOLDFAST_TWIN_H
#define HOLDFAST_TWIN_H

#include <stdbool.h>
#include <stdint.h>

/* Reads the first valid copy; false when there is none. */
bool twin_load(uint16_t base, uint8_t *data);
/* Starts to write the first copy. twin_mend() must have returned false before. */
void twin_store(uint16_t base, const uint8_t *data);
/* Makes the copies equal: true when it started a write. */
bool twin_mend(uint16_t base);

#endif
