#include "clock.h"

#define DAY_MINUTES 1440

static uint32_t now;
static uint32_t second_began;
static uint32_t wall_base;
static uint32_t wall_set_ms;
static uint16_t wall_offset;

void clock_reset(void)
{
    now = second_began = wall_base = 0;
}

uint32_t clock_ms(void)
{
    return now;
}

void clock_advance(uint32_t now_ms)
{
    now = now_ms;
}

bool clock_passed(uint32_t deadline_ms)
{
    return (int32_t)(now - deadline_ms) >= 0;
}

uint8_t clock_take_seconds(void)
{
    uint8_t seconds = 0;
    while (now - second_began >= 1000 && seconds < 255) {
        second_began += 1000;
        seconds++;
    }
    return seconds;
}

void clock_set_wall(uint32_t seconds, uint16_t offset)
{
    wall_base = seconds;
    wall_set_ms = now;
    wall_offset = offset;
}

uint32_t clock_wall(void)
{
    return wall_base == 0 ? 0 : wall_base + (now - wall_set_ms) / 1000;
}

uint16_t clock_minutes(void)
{
    if (wall_base == 0)
        return 0xFFFF;
    /* The offset is sent plus a day; whole days fall out of the remainder. */
    return (uint16_t)((clock_wall() / 60 + wall_offset) % DAY_MINUTES);
}
