#include "paired.h"

#include <string.h>

#include "campaign.h"
#include "chance.h"
#include "gateway.h"
#include "identity.h"
#include "model.h"
#include "pairing.h"
#include "power.h"

/* The button counts only when the controller is up so long. */
#define BUTTON_MS 1100
#define ANSWER_MS 1500

static uint8_t key[KEY_LENGTH];
static uint8_t other[KEY_LENGTH];
/* There is a key. It may be the other one, or, without a key, there may be the other one. */
static bool known, doubt;
/* The controller has a PIN key, as the gateway was told. */
static bool finished;

void paired_reset(bool paired)
{
    memcpy(key, rig_pairing.key, sizeof key);
    known = finished = paired;
    doubt = false;
}

bool paired_known(void)
{
    return known && finished;
}

static void settle_on(const uint8_t *found)
{
    memcpy(key, found, sizeof key);
    known = true;
    doubt = false;
    gateway_use_key(key);
}

void paired_find(void)
{
    uint8_t found[KEY_LENGTH], pin_key[KEY_LENGTH];
    const bool there = pairing_key(found);
    if (!there && known)
        campaign_lost("the pairing key is gone");
    if (there && known && memcmp(found, key, sizeof key) == 0)
        settle_on(key);
    else if (there && doubt && memcmp(found, other, sizeof key) == 0)
        settle_on(other);
    else if (there)
        campaign_lost("a pairing key that nobody gave");
    doubt = false;
    if (finished && !identity_key(pin_key))
        campaign_lost("the PIN key is gone");
}

/* Sends it every half second; the answer, or NULL when power failed. */
static const struct rig_message *exchange(bool plain, uint8_t message, const void *fields, uint8_t length,
                                          uint8_t answer)
{
    gateway_forget();
    for (unsigned ms = 0; rig.powered; ms += 10) {
        if (ms % 500 == 0 && message == MSG_HELLO)
            gateway_hello();
        else if (ms % 500 == 0 && plain)
            gateway_plain(message, fields, length);
        else if (ms % 500 == 0)
            gateway_send(message, fields, length);
        power_run(10);
        if (gateway_got(answer) != NULL)
            return gateway_got(answer);
        if (ms > ANSWER_MS)
            campaign_lost("no answer to message %02X", message);
    }
    return NULL;
}

static bool open_session(void)
{
    struct msg_welcome welcome;
    const struct rig_message *answer = exchange(true, MSG_HELLO, NULL, 0, MSG_WELCOME);
    if (answer == NULL)
        return false;
    memcpy(&welcome, answer->fields, sizeof welcome);
    gateway_use_key(other);
    if (!gateway_welcomed(&welcome))
        campaign_lost("the session is not of the new key");
    return true;
}

static bool anybody(void)
{
    bool held = false;
    for (uint8_t locker = 0; locker < LOCKERS_MAX; locker++)
        held |= model_right(locker).held;
    return held;
}

static void dialogue(void)
{
    struct msg_pair pair;
    struct msg_pair_finish finish = {.controller_id = {1, 2, 3, 4}};
    for (unsigned i = 0; i < KEY_LENGTH; i++) {
        other[i] = pair.key[i] = (uint8_t)chance_below(256);
        finish.pin_key[i] = (uint8_t)chance_below(256);
    }
    if (exchange(true, MSG_PAIR, &pair, sizeof pair, MSG_PAIR_READY) == NULL)
        return;
    rig_keys("#");
    if (!open_session())
        return;
    doubt = true;
    /* The key is in the EEPROM before the first word of such a session. */
    if (exchange(false, MSG_GATEWAY_HEARTBEAT, NULL, 0, MSG_CONTROLLER_HEARTBEAT) == NULL)
        return;
    settle_on(other);
    const struct rig_message *paired = exchange(false, MSG_PAIR_FINISH, &finish, sizeof finish, MSG_PAIRED);
    if (paired == NULL)
        return;
    const bool taken = ((const struct msg_paired *)paired->fields)->pin_key_taken;
    if (taken == anybody())
        campaign_lost("the PIN key was %staken", taken ? "" : "not ");
    finished = true;
}

void paired_again(void)
{
    campaign_log("pairing");
    power_run(BUTTON_MS);
    power_settle();
    if (!rig.powered)
        return;
    rig_service(true);
    dialogue();
    rig.service = false;
    if (rig.powered)
        rig_service(false);
}
