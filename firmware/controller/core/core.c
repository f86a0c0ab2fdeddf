/* The entry points of core.h: hands time, keys, bytes and inputs to the parts that care. */
#include "core.h"

#include <string.h>

struct screen screen;

void core_start(uint8_t reset_cause, const uint8_t seed[16])
{
    (void)reset_cause;
    (void)seed;
    memset(screen.text, ' ', sizeof screen.text);
    memset(screen.size, 1, sizeof screen.size);
    memcpy(screen.text[0], "holdfast", 8);
}

void core_tick(uint32_t now_ms)
{
    (void)now_ms;
}

void core_key(char key)
{
    screen.text[3][0] = key;
}

void core_receive(uint8_t byte)
{
    (void)byte;
}

void core_inputs(uint32_t doors_open, uint32_t doors_sensed, bool tamper_open, bool service_pressed)
{
    (void)doors_open;
    (void)doors_sensed;
    (void)tamper_open;
    (void)service_pressed;
}

bool core_idle(void)
{
    return true;
}
