#include "chance.h"

static uint64_t state;

/* splitmix64 (Steele, Lea and Flood, OOPSLA 2014): any seed will do. */
static uint64_t next(void)
{
    uint64_t z = state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

void chance_seed(uint64_t seed)
{
    state = seed;
}

uint32_t chance_below(uint32_t limit)
{
    return (uint32_t)((next() >> 32) * limit >> 32);
}

bool chance_one_in(uint32_t times)
{
    return chance_below(times) == 0;
}
