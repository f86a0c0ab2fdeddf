/* What happens between reset and main. */
#ifndef HOLDFAST_EARLY_H
#define HOLDFAST_EARLY_H

#include <avr/io.h>
#include <stdint.h>

/* A digest of the SRAM as it was at power-up; valid until the core took it. */
extern uint8_t early_noise[16];

/* MCUSR as it was after reset. */
static inline uint8_t early_reset_cause(void)
{
    return GPIOR1;
}

#endif
