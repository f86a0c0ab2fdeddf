#include "entropy.h"

#include <string.h>

#include "board.h"
#include "cmac.h"

static uint8_t pool[16];
static uint16_t gathered;

void entropy_seed(const uint8_t seed[16])
{
    memcpy(pool, seed, sizeof pool);
    entropy_mix(0);
}

void entropy_season(uint8_t value)
{
    gathered = (uint16_t)(gathered << 3 | gathered >> 13) ^ board_jitter() ^ value;
}

/* The pool keys a CMAC over the new input and becomes its result: what was in it stays in it, nothing leads back. */
void entropy_mix(uint8_t value)
{
    entropy_season(value);
    const uint8_t input[3] = {(uint8_t)gathered, (uint8_t)(gathered >> 8), value};
    uint8_t mixed[16];
    cmac(pool, input, sizeof input, mixed);
    memcpy(pool, mixed, sizeof pool);
}

void entropy_take(uint8_t *bytes, uint8_t length)
{
    uint8_t out[16];
    const uint8_t label = 0xA5;
    entropy_mix(length);
    cmac(pool, &label, 1, out);
    memcpy(bytes, out, length);
    entropy_mix(length);
}
