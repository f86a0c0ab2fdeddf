#include "backoff.h"

uint16_t backoff_ms(uint8_t attempt, uint32_t random)
{
    uint16_t whole = BACKOFF_FIRST_MS;
    while (attempt-- > 0 && whole < BACKOFF_MOST_MS)
        whole *= 2;
    /* A fraction of 16 bits: no division, which the chip does not have. */
    return whole - (uint16_t)((uint32_t)(whole / 2) * (random & 0xFFFF) >> 16);
}
