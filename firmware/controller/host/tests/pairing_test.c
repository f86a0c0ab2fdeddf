/* How a controller gets its keys: PROTOCOL.md, "Pairing". */
#include <string.h>

#include "gateway.h"
#include "harness.h"
#include "slots.h"

#define PHONE "41791234567"

static const uint8_t new_key[KEY_LENGTH] = {0xA5, 1, 2, 3};
static const struct msg_pair_finish finish = {{0xCA, 0xFE, 0, 9}, {0x77, 1, 2, 3, 4, 5, 6, 7, 8}};

static void unpaired(void)
{
    rig_unpaired();
    rig_boot(1);
    rig_run(1100);
}

static void offer(const uint8_t key[KEY_LENGTH])
{
    gateway_forget();
    gateway_plain(MSG_PAIR, key, KEY_LENGTH);
    rig_run(20);
}

/* Somebody at the cabinet compares the codes. */
static void offer_and_confirm(const uint8_t key[KEY_LENGTH])
{
    offer(key);
    rig_keys("#");
}

static bool ready(void)
{
    return gateway_got(MSG_PAIR_READY) != NULL;
}

static bool welcomed_with(const uint8_t key[KEY_LENGTH])
{
    struct msg_welcome welcome;
    gateway_use_key(key);
    gateway_forget();
    gateway_hello();
    rig_run(20);
    if (gateway_got(MSG_WELCOME) == NULL)
        return false;
    memcpy(&welcome, gateway_got(MSG_WELCOME)->fields, sizeof welcome);
    return gateway_welcomed(&welcome);
}

/* Sent until it is answered, as the gateway does. */
static struct msg_paired finished(void)
{
    struct msg_paired paired;
    gateway_forget();
    for (int tries = 0; tries < 5 && gateway_got(MSG_PAIRED) == NULL; tries++) {
        gateway_send(MSG_PAIR_FINISH, &finish, sizeof finish);
        rig_run(500);
    }
    CHECK(gateway_got(MSG_PAIRED) != NULL);
    memcpy(&paired, gateway_got(MSG_PAIRED)->fields, sizeof paired);
    return paired;
}

TEST("a new controller is paired over a cable while the button is held, and stores")
{
    unpaired();
    rig_service(true);
    CHECK_SHOWS("Pairing    120 s");
    offer(rig_pairing.key);
    CHECK(ready());
    CHECK_SHOWS("Same code? # yes  646731");
    rig_keys("#");
    CHECK_SHOWS("One moment ...  646731");
    gateway_connect();
    rig_run(200);
    CHECK_SHOWS("The key is kept.");
    const struct msg_paired paired = finished();
    CHECK_EQUAL(paired.pin_key_taken, 1);
    CHECK_BYTES(paired.controller_id, finish.controller_id, 4);
    rig_service(false);
    CHECK_SHOWS("8 lockers free");
    rig_boot(1);
    rig_run(500);
    CHECK_BYTES(gateway_connect().controller_id, finish.controller_id, 4);
    CHECK_EQUAL(gateway_store(1, 5, PHONE, "4711").outcome, OUTCOME_DONE);
    CHECK_EQUAL(gateway_collect(2, 5, PHONE, "4711").outcome, OUTCOME_DONE);
}

TEST("without a PIN key nothing is stored")
{
    unpaired();
    rig_service(true);
    offer_and_confirm(rig_pairing.key);
    gateway_connect();
    rig_run(200);
    rig_service(false);
    CHECK_SHOWS("Not paired.");
    CHECK_EQUAL(gateway_store(1, 5, PHONE, "4711").outcome, OUTCOME_STORAGE_FAILED);
    CHECK_EQUAL(rig.pulse_count, 0);
    CHECK(!slot_held(4));
}

TEST("no key is taken while the button is not held, and no pair_finish outside of a window")
{
    rig_boot(1);
    rig_run(1100);
    offer(new_key);
    CHECK(!ready());
    CHECK_EQUAL(gateway_got(MSG_REFUSED)->fields[1], REFUSAL_NOT_PAIRING);
    gateway_connect();
    gateway_forget();
    gateway_send(MSG_PAIR_FINISH, &finish, sizeof finish);
    rig_run(50);
    CHECK_EQUAL(gateway_got(MSG_REFUSED)->fields[0], MSG_PAIR_FINISH);
    CHECK_EQUAL(gateway_got(MSG_REFUSED)->fields[1], REFUSAL_NOT_PAIRING);
    CHECK_EQUAL(gateway_got(MSG_REFUSED)->format, FRAME_SEALED);
}

TEST("the window closes after 120 s, and the button must be let go before it opens again")
{
    unpaired();
    rig_service(true);
    rig_run(118000);
    offer_and_confirm(new_key);
    CHECK(welcomed_with(new_key));
    rig_run(2000);
    CHECK_SHOWS("Not paired.");
    CHECK(!welcomed_with(new_key));
    rig_run(300000);
    offer(new_key);
    CHECK(!ready());
    rig_service(false);
    rig_service(true);
    offer(new_key);
    CHECK(ready());
}

TEST("a button held through a reset opens no window")
{
    rig.service = true;
    rig_boot(1);
    rig_run(2000);
    offer(new_key);
    CHECK(!ready());
    rig_service(false);
    rig_service(true);
    CHECK_SHOWS("Pairing");
}

TEST("until a session has proven the new key the old one stays, and letting go forgets the new one")
{
    rig_boot(1);
    rig_run(1100);
    rig_service(true);
    offer_and_confirm(new_key);
    CHECK(welcomed_with(new_key));
    rig_service(false);
    /* The offer went with the window: its first frame comes too late. */
    gateway_forget();
    gateway_send(MSG_GATEWAY_HEARTBEAT, NULL, 0);
    rig_run(1500);
    CHECK(gateway_got(MSG_CONTROLLER_HEARTBEAT) == NULL);
    CHECK(!welcomed_with(new_key));
    CHECK(welcomed_with(rig_pairing.key));
    rig_boot(1);
    rig_run(500);
    CHECK(welcomed_with(rig_pairing.key));
}

TEST("a later key in the same window replaces the one before")
{
    unpaired();
    rig_service(true);
    offer_and_confirm(new_key);
    CHECK(welcomed_with(new_key));
    offer(rig_pairing.key);
    CHECK(ready());
    CHECK_SHOWS("Same code? # yes  646731");
    /* The offer under the key before is withdrawn. */
    gateway_send(MSG_GATEWAY_HEARTBEAT, NULL, 0);
    rig_run(1500);
    CHECK(gateway_got(MSG_CONTROLLER_HEARTBEAT) == NULL);
    CHECK_SHOWS("646731");
    CHECK(!welcomed_with(rig_pairing.key));
    rig_keys("#");
    CHECK(welcomed_with(rig_pairing.key));
}

TEST("nobody on the wire pairs alone: a key that came by it waits for the person at the keypad")
{
    rig_boot(1);
    rig_run(1100);
    gateway_connect();
    rig_service(true);
    offer(new_key);
    CHECK(ready());
    CHECK(!welcomed_with(new_key));
    CHECK(welcomed_with(rig_pairing.key));
    /* Whoever types a key puts what was offered away, and nothing else is taken until the button was let go. */
    rig_keys("0");
    CHECK_SHOWS("Key group 1 of 8 0");
    offer(new_key);
    CHECK(!ready());
    rig_keys("#");
    CHECK(!welcomed_with(new_key));
}

TEST("no heartbeat says that the session stands before its key is in the EEPROM")
{
    rig_boot(1);
    rig_run(1100);
    /* From now on a heartbeat is ready at any time. */
    gateway_connect();
    gateway_run(1000);
    rig_service(true);
    offer_and_confirm(new_key);
    CHECK(welcomed_with(new_key));
    gateway_forget();
    gateway_send(MSG_GATEWAY_HEARTBEAT, NULL, 0);
    while (gateway_got(MSG_CONTROLLER_HEARTBEAT) == NULL)
        rig_run(1);
    rig_boot(4);
    rig_run(500);
    CHECK(welcomed_with(new_key));
}

TEST("pairing again keeps the PIN key while lockers are held, so that their PINs go on fitting")
{
    rig_boot(1);
    rig_run(1100);
    gateway_connect();
    CHECK_EQUAL(gateway_store(1, 5, PHONE, "4711").outcome, OUTCOME_DONE);
    rig_service(true);
    offer_and_confirm(new_key);
    gateway_use_key(new_key);
    gateway_connect();
    rig_run(200);
    const struct msg_paired paired = finished();
    CHECK_EQUAL(paired.pin_key_taken, 0);
    CHECK_BYTES(paired.controller_id, rig_pairing.id, 4);
    rig_service(false);
    CHECK_EQUAL(gateway_collect(2, 5, PHONE, "4711").outcome, OUTCOME_DONE);
    gateway_send(MSG_FINISH, &(struct msg_finish){3, gateway_deadline(), 5, 1}, sizeof(struct msg_finish));
    CHECK_EQUAL(gateway_result(3).outcome, OUTCOME_DONE);
    rig_service(true);
    gateway_connect();
    CHECK_EQUAL(finished().pin_key_taken, 1);
    CHECK_BYTES(finished().controller_id, rig_pairing.id, 4);
}

TEST("an operation at the keypad is shown to its end before the pairing")
{
    rig_boot(1);
    rig_run(1100);
    rig_keys("A" PHONE "# 5#4711#4711");
    core_key('#');
    rig_service(true);
    CHECK_SHOWS("One moment");
    rig_run(600);
    CHECK_SHOWS("Pairing");
    CHECK_EQUAL(rig.pulse_count, 1);
    CHECK(slot_held(4));
}
