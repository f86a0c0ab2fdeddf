/* A session: its number, its keys and what was counted in it. PROTOCOL.md, "Handshake". */
#ifndef HOLDFAST_SESSION_H
#define HOLDFAST_SESSION_H

#include <stdint.h>

#include "messages.h"

struct session {
    /* The low half of the handshake counter; 0 for none. */
    uint16_t number;
    uint8_t to_controller[KEY_LENGTH];
    uint8_t to_gateway[KEY_LENGTH];
    /* Counters of the last frame of each direction. */
    uint32_t sent;
    uint32_t accepted;
};

#define LABEL_TO_CONTROLLER 0x43
#define LABEL_TO_GATEWAY 0x47
#define LABEL_PROOF 0x50
/* NIST SP 800-108, counter mode with AES-CMAC, one block: what both sides make of a `welcome` and the pairing key. */
void session_derive(const uint8_t pairing_key[KEY_LENGTH], uint8_t label, const struct msg_welcome *welcome,
                    uint8_t derived[KEY_LENGTH]);

#endif
