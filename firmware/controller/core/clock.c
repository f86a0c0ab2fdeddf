#include "clock.h"

#include "inline.h"

#define DAY_MINUTES 1440
#define DAY_S 86400UL
/* The greatest power of two of days in 32 bits. */
#define DAYS_MAX_S (DAY_S << 15)

static uint32_t now;
static uint16_t second_began;
static uint32_t wall;
static uint16_t wall_offset;

void clock_reset(void)
{
    now = wall = second_began = 0;
}

uint32_t clock_ms(void)
{
    return now;
}

uint16_t clock_short(void)
{
    return (uint16_t)now;
}

bool clock_reached(uint16_t moment)
{
    return (int16_t)(clock_short() - moment) >= 0;
}

bool clock_advance(uint32_t now_ms)
{
    now = now_ms;
    if ((uint16_t)(clock_short() - second_began) < 1000)
        return false;
    second_began += 1000;
    if (wall != 0)
        wall++;
    return true;
}

void clock_set_wall(uint32_t seconds, uint16_t offset)
{
    wall = seconds;
    wall_offset = offset;
}

uint32_t clock_wall(void)
{
    return wall;
}

OUT_OF_LINE uint16_t clock_minutes(void)
{
    if (wall == 0)
        return 0xFFFF;
    /* Whole days fall out; subtracting them takes less flash than a division of 32 bits would. */
    uint32_t rest = wall;
    for (uint32_t days = DAYS_MAX_S; days >= DAY_S; days >>= 1) {
        if (rest >= days)
            rest -= days;
    }
    /* The offset is sent plus a day. */
    return ((uint16_t)(rest >> 2) / 15 + wall_offset) % DAY_MINUTES;
}
