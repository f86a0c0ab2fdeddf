#include "harness.h"
#include "rig.h"

TEST("a person stores and collects at the keypad with no gateway from the first power-up on")
{
    rig_boot(1);
    rig_run(500);
    CHECK_SHOWS("offline");
    CHECK_SHOWS("8 lockers free");
    CHECK_SHOWS("A Store B Collect");
    rig_keys("A");
    CHECK_SHOWS("Store: phone");
    rig_keys("0791234567");
    CHECK_SHOWS("0791234567 91234567");
    rig_keys("#");
    CHECK_SHOWS("Choose a locker [1]2 3 4");
    rig_keys("5#");
    CHECK_SHOWS("New PIN");
    rig_keys("4711");
    CHECK_SHOWS("****");
    rig_keys("#");
    CHECK_SHOWS("Same PIN again");
    rig_keys("4711# ");
    CHECK_SHOWS("Locker 5 open: put things in, close the door. B open it again");
    CHECK_EQUAL(rig.pulse_count, 1);
    CHECK_EQUAL(rig.pulses[0].locker, 4);
    rig_keys("#");
    CHECK_SHOWS("7 lockers free");

    rig_keys("B0791234567#");
    CHECK_SHOWS("PIN, locker 5");
    rig_keys("4711# ");
    CHECK_SHOWS("Locker 5 open # finish A keep it");
    CHECK_EQUAL(rig.pulse_count, 2);
    rig_keys("# ");
    CHECK_SHOWS("Thank you. Please close the door.");
    rig_run(6000);
    CHECK_SHOWS("8 lockers free");
}
