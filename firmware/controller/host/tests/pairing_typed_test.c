/* A pairing key that is typed at the keypad: PROTOCOL.md, "Pairing". */
#include <stddef.h>

#include "gateway.h"
#include "harness.h"

static void begin(void)
{
    rig_unpaired();
    rig_boot(1);
    rig_run(1100);
    rig_service(true);
}

/* Is a key that comes by the wire taken? */
static bool offered(void)
{
    static const uint8_t key[KEY_LENGTH] = {0xA5, 1, 2, 3};
    gateway_forget();
    gateway_plain(MSG_PAIR, key, sizeof key);
    rig_run(20);
    return gateway_got(MSG_PAIR_READY) != NULL;
}

static void type(const char *groups)
{
    for (; *groups != '\0'; groups++)
        rig_keys((const char[]){*groups, 0});
}

TEST("a key is typed on the keypad, group by group")
{
    begin();
    CHECK_SHOWS("Key group 1 of 8");
    type("00012" "02035" "0405C" "0607B" "0809D" "0A0BA" "0C0D3" "0*0#");
    CHECK_SHOWS("Key group 8 of 8 0*0#");
    type("4");
    CHECK_SHOWS("One moment ...  646731");
    gateway_connect();
    rig_run(200);
    CHECK_SHOWS("The key is kept.");
    CHECK_EQUAL(rig.pulse_count, 0);
}

TEST("a key that somebody offers before the first symbol is forgotten with it")
{
    begin();
    CHECK(offered());
    CHECK_SHOWS("Same code? # yes");
    type("0");
    CHECK_SHOWS("Key group 1 of 8 0");
    CHECK(!offered());
    type("0012" "02035" "0405C" "0607B" "0809D" "0A0BA" "0C0D3" "0*0#4");
    CHECK_SHOWS("One moment ...  646731");
    gateway_connect();
    rig_run(200);
    CHECK_SHOWS("The key is kept.");
}

TEST("a wrong group is said to be wrong and typed again, and no other key is taken meanwhile")
{
    begin();
    type("00012" "02036");
    CHECK_SHOWS("Wrong. Again 2/8");
    CHECK_EQUAL(rig.tones[TONE_FAILURE], 1);
    type("0203");
    CHECK_SHOWS("Key group 2 of 8 0203");
    CHECK(!offered());
    type("5");
    CHECK_SHOWS("Key group 3 of 8");
    rig_service(false);
    rig_service(true);
    CHECK_SHOWS("Key group 1 of 8");
    CHECK(offered());
}

TEST("any one symbol wrong and any two neighbours exchanged is found")
{
    static const char symbols[] = "0123456789ABCD*#";
    begin();
    rig_service(false);
    for (unsigned at = 0; at < 5; at++) {
        for (unsigned symbol = 0; symbol < 16; symbol++) {
            char group[6] = "3A7*A";
            if (group[at] == symbols[symbol])
                continue;
            group[at] = symbols[symbol];
            rig_service(true);
            type(group);
            CHECK_SHOWS("Wrong.");
            rig_service(false);
        }
    }
    for (unsigned at = 0; at < 4; at++) {
        char group[6] = "3A7*A";
        const char first = group[at];
        group[at] = group[at + 1];
        group[at + 1] = first;
        rig_service(true);
        type(group);
        CHECK_SHOWS("Wrong.");
        rig_service(false);
    }
}
