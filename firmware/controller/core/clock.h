/* Time since reset, for every decision, and wall-clock time, for showing and for the journal's reference only. */
#ifndef HOLDFAST_CLOCK_H
#define HOLDFAST_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

void clock_reset(void);
/* Milliseconds since reset. They wrap after 49 days: compare with clock_passed(). */
uint32_t clock_ms(void);
void clock_advance(uint32_t now_ms);
bool clock_passed(uint32_t deadline_ms);
/* Whole seconds that went by since the last call, at most 255. */
uint8_t clock_take_seconds(void);

void clock_set_wall(uint32_t seconds, uint16_t offset);
/* Seconds since 1970 UTC, 0 when nobody told. */
uint32_t clock_wall(void);
/* Minutes since local midnight, 0xFFFF when nobody told. */
uint16_t clock_minutes(void);

#endif
