#include "handshake.h"

#include <string.h>

#include "counters.h"
#include "identity.h"
#include "link.h"
#include "pairing.h"

struct session handshake_offer;
/* The last answer. */
static struct msg_welcome welcome;

void handshake_reset(void)
{
    memset(&welcome, 0, sizeof welcome);
    handshake_withdraw();
}

void handshake_withdraw(void)
{
    memset(&handshake_offer, 0, sizeof handshake_offer);
}

static void offer(const uint8_t key[KEY_LENGTH], const uint8_t *nonce)
{
    do
        welcome.handshake++;
    while ((uint16_t)welcome.handshake == 0);
    memcpy(welcome.nonce, nonce, sizeof welcome.nonce);
    memcpy(welcome.controller_id, controller_id, sizeof welcome.controller_id);
    welcome.version = PROTOCOL_VERSION;
    welcome.boot = counters.boot;
    welcome.firmware[0] = FIRMWARE_MAJOR;
    welcome.firmware[1] = FIRMWARE_MINOR;
    welcome.firmware[2] = FIRMWARE_PATCH;
    handshake_withdraw();
    handshake_offer.number = (uint16_t)welcome.handshake;
    /* Half of a block is the proof: it is made where the key will be. */
    session_derive(key, LABEL_PROOF, &welcome, handshake_offer.to_controller);
    memcpy(welcome.proof, handshake_offer.to_controller, sizeof welcome.proof);
    session_derive(key, LABEL_TO_CONTROLLER, &welcome, handshake_offer.to_controller);
    session_derive(key, LABEL_TO_GATEWAY, &welcome, handshake_offer.to_gateway);
}

void handshake_hello(const struct msg_hello *hello)
{
    uint8_t key[KEY_LENGTH];
    if (hello->version_min > PROTOCOL_VERSION || hello->version_max < PROTOCOL_VERSION) {
        link_refuse(MSG_HELLO, REFUSAL_WRONG_VERSION);
        return;
    }
    if (!pairing_key(key)) {
        link_refuse(MSG_HELLO, REFUSAL_NOT_PAIRED);
        return;
    }
    /* The same hello again means that the answer was lost: the same answer. */
    if (handshake_offer.number == 0 || memcmp(welcome.nonce, hello->nonce, sizeof welcome.nonce) != 0)
        offer(key, hello->nonce);
    link_send_plain(MSG_WELCOME, &welcome, sizeof welcome);
}
