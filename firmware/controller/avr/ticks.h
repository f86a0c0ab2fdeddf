/* Timer2 is the clock: a tick every 8 ms, in which the interrupt only counts. */
#ifndef HOLDFAST_TICKS_H
#define HOLDFAST_TICKS_H

#include <avr/io.h>
#include <stdint.h>

#define TICK_MS 8

void ticks_start(void);
/* Ticks since the last call; the main loop alone calls this, at least once a second. */
uint8_t ticks_advance(void);
/* Milliseconds since reset, as of the last ticks_advance. */
uint32_t ticks_ms(void);

/* Ticks that the interrupt counted, modulo 256, for short timeouts. */
__attribute__((always_inline)) static inline uint8_t ticks_now(void)
{
    return GPIOR2;
}

#endif
