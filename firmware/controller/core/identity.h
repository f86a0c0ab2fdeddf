/* Who this controller is: its number, and the key of the PIN verifiers, which never leaves it. Both come by pairing. */
#ifndef HOLDFAST_IDENTITY_H
#define HOLDFAST_IDENTITY_H

#include <stdbool.h>
#include <stdint.h>

#include "messages.h"

/* FFFFFFFF when it has none. */
extern uint8_t controller_id[4];

void identity_boot(void);
/* It has a number and a PIN key. */
bool identity_known(void);
/* False when there is no key. */
bool identity_key(uint8_t key[KEY_LENGTH]);
/* Takes what it needs of number and PIN key, when the EEPROM is not busy. True when what the answer says is in the
 * EEPROM; else call again. */
bool identity_finish(const struct msg_pair_finish *given, struct msg_paired *answer);

#endif
