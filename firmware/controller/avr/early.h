/* What happens between reset and main. */
#ifndef HOLDFAST_EARLY_H
#define HOLDFAST_EARLY_H

#include <avr/io.h>
#include <stdint.h>

/* MCUSR as it was after reset. */
static inline uint8_t early_reset_cause(void)
{
    return GPIOR1;
}

#endif
