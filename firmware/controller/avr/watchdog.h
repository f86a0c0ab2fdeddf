/* The watchdog bounds every hang: reset after 250 ms, and the first act after a reset is to switch the locks off. */
#ifndef HOLDFAST_WATCHDOG_H
#define HOLDFAST_WATCHDOG_H

#include <avr/wdt.h>

static inline void watchdog_start(void)
{
    wdt_enable(WDTO_250MS);
}

/* Only for a main loop that went round and saw the clock go on. */
static inline void watchdog_feed(void)
{
    wdt_reset();
}

#endif
