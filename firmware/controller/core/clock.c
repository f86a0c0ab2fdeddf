#include "clock.h"

#define DAY_MINUTES 1440

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

uint16_t clock_minutes(void)
{
    /* The offset is sent plus a day; whole days fall out of the remainder. */
    return wall == 0 ? 0xFFFF : (wall / 60 + wall_offset) % DAY_MINUTES;
}
