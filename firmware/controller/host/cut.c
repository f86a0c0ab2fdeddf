#include "cut.h"

#include "gateway.h"
#include "harness.h"
#include "slots.h"

struct rig cut_before;

void cut_prepare(void)
{
    rig_blank();
    rig_boot(1);
    rig_run(500);
    gateway_connect();
    gateway_store(10, 5, CUT_PHONE, "4711");
    gateway_collect(11, 5, CUT_PHONE, "9999");
    gateway_drain();
    rig_settle();
    rig_power_off();
    cut_before = rig;
}

static void power_up(void)
{
    rig = cut_before;
    rig_boot(1);
    rig_run(400);
}

void cut_everywhere(void (*act)(void), void (*judge)(void))
{
    for (int torn = TORN_OLD; torn <= TORN_HALF; torn++) {
        for (uint32_t byte = 1;; byte++) {
            power_up();
            rig.cut_at_byte = rig.eeprom_bytes + byte;
            rig.torn = torn;
            act();
            if (rig.powered)
                break;
            CHECK(byte < 600);
            rig.cut_at_byte = 0;
            const unsigned pulses = rig.pulse_count;
            rig_boot(4);
            rig_run(1000);
            CHECK_EQUAL(rig.pulse_count, pulses);
            judge();
        }
    }
}

bool held(uint8_t locker)
{
    return slot_held(locker - 1);
}

uint8_t tries(uint8_t locker)
{
    return slot_state(locker - 1) & SLOT_TRIES;
}

void others_untouched(void)
{
    for (uint8_t locker = 1; locker <= 8; locker++) {
        CHECK(!(slot_state(locker - 1) & (SLOT_DAMAGED | SLOT_FLAG_OUT_OF_SERVICE)));
        CHECK(held(locker) || locker != 5);
        CHECK(!held(locker) || locker == 5 || locker == 2);
    }
}
