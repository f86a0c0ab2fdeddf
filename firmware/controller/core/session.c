#include "session.h"

#include <stddef.h>
#include <string.h>

#include "cmac.h"

#define CONTEXT offsetof(struct msg_welcome, proof)

void session_derive(const uint8_t pairing_key[KEY_LENGTH], uint8_t label, const struct msg_welcome *welcome,
                    uint8_t derived[KEY_LENGTH])
{
    uint8_t input[3 + CONTEXT + 2];
    input[0] = 1;
    input[1] = label;
    input[2] = 0;
    memcpy(input + 3, welcome, CONTEXT);
    input[3 + CONTEXT] = 0;
    input[3 + CONTEXT + 1] = 8 * KEY_LENGTH;
    cmac(pairing_key, input, sizeof input, derived);
}
