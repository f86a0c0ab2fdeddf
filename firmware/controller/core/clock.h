/* Time since reset, for every decision, and wall-clock time, for showing and for the journal's reference only. */
#ifndef HOLDFAST_CLOCK_H
#define HOLDFAST_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

void clock_reset(void);
/* Called at least every 10 ms; true once a second. */
bool clock_advance(uint32_t now_ms);
/* Milliseconds since reset; they wrap after 49 days. */
uint32_t clock_ms(void);
/* Their low half, for what lies at most half a minute ahead, and whether such a moment is here. */
uint16_t clock_short(void);
bool clock_reached(uint16_t moment);

void clock_set_wall(uint32_t seconds, uint16_t offset);
/* Seconds since 1970 UTC, 0 when nobody told. */
uint32_t clock_wall(void);
/* Minutes since local midnight, 0xFFFF when nobody told. */
uint16_t clock_minutes(void);

#endif
