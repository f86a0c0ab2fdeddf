/*
 * How an interrupt tells the main loop that there is something to do. GPIOR0 is free for such use and within reach of
 * SBI and CBI (datasheet, general purpose I/O registers), so setting the flag is one atomic instruction.
 */
#ifndef HOLDFAST_WAKE_H
#define HOLDFAST_WAKE_H

#include <avr/io.h>

#define WAKE_FLAG 0

/* In line always: an interrupt that calls a function has to save every register. */
__attribute__((always_inline)) static inline void wake(void)
{
    GPIOR0 |= _BV(WAKE_FLAG);
}

#endif
