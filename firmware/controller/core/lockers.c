#include "lockers.h"

#include "inline.h"

OUT_OF_LINE uint32_t locker_bit(uint8_t locker)
{
    return (uint32_t)1 << locker;
}

OUT_OF_LINE bool lockers_have(uint32_t lockers, uint8_t locker)
{
    return (lockers & locker_bit(locker)) != 0;
}

OUT_OF_LINE uint8_t lockers_count(uint32_t lockers)
{
    uint8_t count = 0;
    for (; lockers != 0; lockers &= lockers - 1)
        count++;
    return count;
}

uint8_t lockers_first(uint32_t lockers)
{
    uint8_t locker = 0;
    while (!lockers_have(lockers, locker))
        locker++;
    return locker;
}
