#include "power.h"

#include "campaign.h"
#include "chance.h"
#include "eeprom.h"
#include "model.h"
#include "operation.h"
#include "rig.h"

/* A person types slower; the core does not care. */
#define KEY_MS 12
/* An operation writes 40 to 90 bytes. */
#define BYTES_AHEAD 160
#define MS_AHEAD 1500

static unsigned cuts;
static uint64_t cut_at_us;
static uint32_t held_byte;
static uint64_t held_us;

void power_reset(void)
{
    cut_at_us = 0;
    rig.cut_at_byte = 0;
}

void power_plan(void)
{
    cut_at_us = 0;
    rig.cut_at_byte = 0;
    rig.torn = chance_below(3);
    if (chance_one_in(6))
        cut_at_us = rig.now_us + 1000 * (uint64_t)(1 + chance_below(MS_AHEAD));
    else
        rig.cut_at_byte = rig.eeprom_bytes + 1 + chance_below(BYTES_AHEAD);
}

void power_hold(bool hold)
{
    if (hold) {
        held_byte = rig.cut_at_byte > 0 ? rig.cut_at_byte - rig.eeprom_bytes : 0;
        held_us = cut_at_us > 0 ? cut_at_us - rig.now_us : 0;
        rig.cut_at_byte = 0;
        cut_at_us = 0;
    } else {
        rig.cut_at_byte = held_byte > 0 ? rig.eeprom_bytes + held_byte : 0;
        cut_at_us = held_us > 0 ? rig.now_us + held_us : 0;
    }
}

void power_run(uint32_t ms)
{
    const uint64_t left = cut_at_us > rig.now_us ? (cut_at_us - rig.now_us + 999) / 1000 : 0;
    if (cut_at_us == 0 || left > ms) {
        rig_run(ms);
        return;
    }
    rig_run((uint32_t)left);
    rig_power_off();
}

void power_keys(const char *keys)
{
    for (; *keys != '\0' && rig.powered; keys++) {
        core_key(*keys);
        power_run(KEY_MS);
    }
}

void power_settle(void)
{
    for (unsigned i = 0; i < 200 && rig.powered && (operation_active() || eeprom_busy()); i++)
        power_run(10);
    if (rig.powered && operation_active())
        campaign_lost("an operation does not end");
}

void power_up(void)
{
    do {
        const unsigned pulses = rig.pulse_count;
        cuts++;
        model_rebooted();
        campaign_log("cut at byte %u, %s", rig.eeprom_bytes,
                     rig.torn == TORN_OLD   ? "old"
                     : rig.torn == TORN_NEW ? "new"
                                            : "half");
        power_reset();
        if (chance_one_in(4)) {
            power_plan();
            if (rig.cut_at_byte > 0)
                rig.cut_at_byte = rig.eeprom_bytes + 1 + chance_below(40);
        }
        rig_boot(chance_one_in(2) ? 1 : 4);
        power_run(30);
        power_settle();
        power_run(100 + chance_below(400));
        power_settle();
        if (rig.pulse_count != pulses)
            campaign_lost("a pulse after the reset");
    } while (!rig.powered);
    model_observe();
}

unsigned power_cuts(void)
{
    return cuts;
}
