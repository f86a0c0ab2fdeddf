/* Power fails while a controller is paired. */
#include <string.h>

#include "gateway.h"
#include "harness.h"
#include "slots.h"

#define PHONE "41791234567"

static const uint8_t new_key[KEY_LENGTH] = {0xA5, 1, 2, 3};
static const struct msg_pair_finish finish = {{0xCA, 0xFE, 0, 9}, {0x77, 1, 2, 3, 4, 5, 6, 7, 8}};
static struct rig before;

static bool session_with(const uint8_t key[KEY_LENGTH])
{
    struct msg_welcome welcome;
    gateway_use_key(key);
    gateway_forget();
    gateway_hello();
    rig_run(30);
    if (gateway_got(MSG_WELCOME) == NULL)
        return false;
    memcpy(&welcome, gateway_got(MSG_WELCOME)->fields, sizeof welcome);
    if (!gateway_welcomed(&welcome))
        return false;
    gateway_send(MSG_GATEWAY_HEARTBEAT, NULL, 0);
    rig_run(200);
    return gateway_got(MSG_CONTROLLER_HEARTBEAT) != NULL;
}

/* From the button to the answer; true when the gateway may believe that the new key is kept. */
static bool pair(void)
{
    rig_run(1100);
    rig_service(true);
    gateway_plain(MSG_PAIR, new_key, sizeof new_key);
    rig_run(20);
    rig_keys("#");
    const bool proven = session_with(new_key);
    for (int tries = 0; tries < 4; tries++) {
        gateway_send(MSG_PAIR_FINISH, &finish, sizeof finish);
        rig_run(500);
    }
    rig_service(false);
    return proven;
}

/* Pairs with the power failing at each byte in turn, in each way. */
static void cut_everywhere(void (*judge)(bool proven))
{
    unsigned cuts = 0;
    rig_settle();
    rig_power_off();
    before = rig;
    for (int torn = TORN_OLD; torn <= TORN_HALF; torn++) {
        for (uint32_t byte = 1;; byte++) {
            rig = before;
            rig.cut_at_byte = rig.eeprom_bytes + byte;
            rig.torn = torn;
            rig_boot(1);
            const bool proven = pair();
            if (rig.powered)
                break;
            cuts++;
            rig.service = false;
            rig.cut_at_byte = 0;
            rig_boot(4);
            rig_run(1000);
            CHECK_EQUAL(rig.pulse_count, before.pulse_count);
            judge(proven);
        }
    }
    /* Both copies of the key at least. */
    CHECK(cuts > 3 * 44);
}

static void old_or_new(bool proven)
{
    const bool new = session_with(new_key);
    CHECK(new || !proven);
    CHECK(new != session_with(rig_pairing.key));
    gateway_use_key(new ? new_key : rig_pairing.key);
    gateway_connect();
    CHECK_EQUAL(gateway_collect(2, 5, PHONE, "4711").outcome, OUTCOME_DONE);
}

TEST("a cut at any byte of pairing again leaves the old key or the new one, and every PIN")
{
    rig_boot(1);
    rig_run(500);
    gateway_connect();
    CHECK_EQUAL(gateway_store(1, 5, PHONE, "4711").outcome, OUTCOME_DONE);
    gateway_drain();
    cut_everywhere(old_or_new);
}

static void none_or_new(bool proven)
{
    const bool new = session_with(new_key);
    CHECK(new || !proven);
    /* Whatever is there is whole, and pairing goes on from it. */
    CHECK(pair());
    CHECK(gateway_got(MSG_PAIRED) != NULL);
    CHECK_BYTES(gateway_got(MSG_PAIRED)->fields, finish.controller_id, 4);
    CHECK_EQUAL(gateway_got(MSG_PAIRED)->fields[4], 1);
}

TEST("a cut at any byte of the first pairing leaves a controller that can be paired")
{
    rig_unpaired();
    rig_boot(1);
    rig_run(1000);
    cut_everywhere(none_or_new);
}
