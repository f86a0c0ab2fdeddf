#include "handshake.h"

#include <string.h>

#include "counters.h"
#include "identity.h"
#include "link.h"
#include "pairing.h"

struct session handshake_offer;
/* The last answer, and the next one while its proof is to be made. */
static struct msg_welcome welcome;
/* What is still to be derived: to the controller, to the gateway, proof. */
static uint8_t due;

void handshake_reset(void)
{
    memset(&welcome, 0, sizeof welcome);
    handshake_withdraw();
}

void handshake_withdraw(void)
{
    memset(&handshake_offer, 0, sizeof handshake_offer);
    due = 0;
}

static void answer(void)
{
    link_send_plain(MSG_WELCOME, &welcome, sizeof welcome);
}

void handshake_hello(const struct msg_hello *hello)
{
    uint8_t key[KEY_LENGTH];
    if (hello->version_min > PROTOCOL_VERSION || hello->version_max < PROTOCOL_VERSION) {
        link_refuse_plain(MSG_HELLO, REFUSAL_WRONG_VERSION);
    } else if (!pairing_key(key)) {
        link_refuse_plain(MSG_HELLO, REFUSAL_NOT_PAIRED);
    } else if (handshake_offer.number != 0 && memcmp(welcome.nonce, hello->nonce, sizeof welcome.nonce) == 0) {
        /* The same hello again means that the answer was lost: the same answer. */
        answer();
    } else {
        handshake_withdraw();
        do
            welcome.handshake++;
        while ((uint16_t)welcome.handshake == 0);
        memcpy(welcome.nonce, hello->nonce, sizeof welcome.nonce);
        memcpy(welcome.controller_id, controller_id, sizeof welcome.controller_id);
        welcome.version = PROTOCOL_VERSION;
        welcome.boot = counters.boot;
        welcome.firmware[0] = FIRMWARE_MAJOR;
        welcome.firmware[1] = FIRMWARE_MINOR;
        welcome.firmware[2] = FIRMWARE_PATCH;
        due = 3;
    }
}

bool handshake_due(void)
{
    return due > 0;
}

/* Each takes three AES blocks. */
bool handshake_step(void)
{
    uint8_t key[KEY_LENGTH];
    uint8_t proof[KEY_LENGTH];
    if (due == 0)
        return false;
    if (!pairing_key(key)) {
        due = 0;
        return false;
    }
    switch (due--) {
    case 3:
        session_derive(key, LABEL_TO_CONTROLLER, &welcome, handshake_offer.to_controller);
        break;
    case 2:
        session_derive(key, LABEL_TO_GATEWAY, &welcome, handshake_offer.to_gateway);
        break;
    default:
        session_derive(key, LABEL_PROOF, &welcome, proof);
        memcpy(welcome.proof, proof, sizeof welcome.proof);
        handshake_offer.number = (uint16_t)welcome.handshake;
        answer();
    }
    return true;
}
