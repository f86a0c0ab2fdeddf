/* Waits between tries: doubling, each shortened at random so that many bridges do not march in step. */
#ifndef HOLDFAST_BRIDGE_BACKOFF_H
#define HOLDFAST_BRIDGE_BACKOFF_H

#include <stdint.h>

#define BACKOFF_FIRST_MS 100u
#define BACKOFF_MOST_MS (16 * BACKOFF_FIRST_MS)

/* Milliseconds before try number `attempt` (from 0), at least half of the whole wait. */
uint16_t backoff_ms(uint8_t attempt, uint32_t random);

#endif
