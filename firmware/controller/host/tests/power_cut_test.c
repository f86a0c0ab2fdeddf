#include <string.h>

#include "cut.h"
#include "gateway.h"
#include "harness.h"
#include "slots.h"

static void store(void)
{
    rig_keys("A0760000000#2#0852#0852# #");
}

static void stored_or_not(void)
{
    others_untouched();
    CHECK_EQUAL(tries(5), 1);
    if (rig.pulse_count > cut_before.pulse_count)
        CHECK(held(2));
    if (!held(2))
        return;
    rig_keys("B0760000000#0852# ");
    CHECK_SHOWS("Locker 2 open");
}

TEST("a cut at any byte of a store leaves the locker free or held with the PIN that was entered")
{
    cut_prepare();
    cut_everywhere(store, stored_or_not);
}

static void collect(void)
{
    rig_keys("B" CUT_PHONE "#4711# ");
}

static void still_collectable(void)
{
    others_untouched();
    CHECK(held(5));
    CHECK(!held(2));
    CHECK(tries(5) <= 2);
    rig_keys("B" CUT_PHONE "#4711# ");
    CHECK_SHOWS("Locker 5 open");
}

TEST("a cut at any byte of a collect opens nothing at the next boot and costs nobody the locker")
{
    cut_prepare();
    cut_everywhere(collect, still_collectable);
}

static void finish(void)
{
    rig_keys("B" CUT_PHONE "#4711# # ");
}

static void freed_or_not(void)
{
    if (!held(5))
        return;
    rig_keys("B" CUT_PHONE "#4711# ");
    CHECK_SHOWS("Locker 5 open");
}

TEST("a cut at any byte of a finish leaves the locker held or free")
{
    cut_prepare();
    cut_everywhere(finish, freed_or_not);
}

static void wrong(void)
{
    rig_keys("B" CUT_PHONE "#1357# ");
}

static unsigned not_counted;

static void counted(void)
{
    others_untouched();
    CHECK(tries(5) >= 1 && tries(5) <= 3);
    /* Not counted only where the head of its record was not whole, and so no PIN was checked. */
    not_counted += tries(5) == 1;
}

TEST("a cut at any byte of a wrong try never gives it back")
{
    cut_prepare();
    not_counted = 0;
    cut_everywhere(wrong, counted);
    /* The head is six bytes; the last one counts when it is written. */
    CHECK(not_counted <= 3 * 6);
}

static void configure(void)
{
    gateway_connect();
    const struct msg_set_config config = {20, gateway_deadline(), 16, 2, 6, 20, 3, 60, 1, 120, 5, 10, 90, 41, 0, 100, 9};
    gateway_send(MSG_SET_CONFIG, &config, sizeof config);
    rig_run(800);
}

static void old_or_new_config(void)
{
    gateway_connect();
    gateway_run(1100);
    struct msg_controller_heartbeat heartbeat;
    memcpy(&heartbeat, gateway_got(MSG_CONTROLLER_HEARTBEAT)->fields, sizeof heartbeat);
    static uint16_t digests[2];
    if (digests[0] == 0)
        digests[0] = heartbeat.config_digest;
    else if (heartbeat.config_digest != digests[0] && digests[1] == 0)
        digests[1] = heartbeat.config_digest;
    CHECK(heartbeat.config_digest == digests[0] || heartbeat.config_digest == digests[1]);
    CHECK(held(5));
}

TEST("a cut at any byte of a change of the configuration leaves the old or the new one")
{
    cut_prepare();
    cut_everywhere(configure, old_or_new_config);
}

static void first_boot(void)
{
    rig_boot(1);
    rig_run(1000);
    store();
}

static void usable(void)
{
    if (held(2))
        CHECK(rig.pulse_count <= 1);
    rig_keys("A0770000000#3#0852#0852# ");
    CHECK_SHOWS("Locker 3 open");
}

TEST("a cut at any byte of the first boot and the first store leaves a cabinet that works")
{
    rig_blank();
    cut_before = rig;
    for (int torn = TORN_OLD; torn <= TORN_HALF; torn++) {
        for (uint32_t byte = 1;; byte++) {
            rig = cut_before;
            rig.cut_at_byte = byte;
            rig.torn = torn;
            first_boot();
            if (rig.powered)
                break;
            rig.cut_at_byte = 0;
            rig_boot(4);
            rig_run(1500);
            usable();
        }
    }
}
