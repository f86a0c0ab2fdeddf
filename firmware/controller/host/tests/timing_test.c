#include "gateway.h"
#include "harness.h"

#define PHONE "0791234567"

static uint64_t pin_to_pulse_us(void)
{
    const unsigned pulses = rig.pulse_count;
    rig_keys("B" PHONE "# 4711");
    const uint64_t pressed_us = rig.now_us;
    rig_keys("# A ");
    rig_run(7000);
    CHECK_EQUAL(rig.pulse_count, pulses + 1);
    return rig.pulses[pulses].at_us - pressed_us;
}

TEST("the EEPROM takes at most 15 ms between the key that ends the PIN and the pulse")
{
    rig_boot(1);
    rig_run(500);
    rig_keys("A" PHONE "# 5#4711#4711# #");
    CHECK(pin_to_pulse_us() <= 15000);
    gateway_connect();
    gateway_drain();
    gateway_run(500);
    CHECK(pin_to_pulse_us() <= 15000);
}
