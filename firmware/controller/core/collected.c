#include "collected.h"

#include <string.h>

#include "messages.h"

/* Counted in steps of ten seconds, so that a byte per locker is enough. */
#define STEP_S 10
#define STEPS (600 / STEP_S)

static uint8_t left[LOCKERS_MAX];
static uint8_t seconds;

void collected_reset(void)
{
    memset(left, 0, sizeof left);
    seconds = 0;
}

void collected_set(uint8_t locker, bool collected)
{
    left[locker] = collected ? STEPS : 0;
}

bool collected_lately(uint8_t locker)
{
    return left[locker] > 0;
}

void collected_second(void)
{
    if (++seconds < STEP_S)
        return;
    seconds = 0;
    for (uint8_t locker = 0; locker < LOCKERS_MAX; locker++)
        left[locker] -= left[locker] > 0;
}
