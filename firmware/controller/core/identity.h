/* Who this controller is: a random number, and the key of the PIN verifiers, which never leaves it. */
#ifndef HOLDFAST_IDENTITY_H
#define HOLDFAST_IDENTITY_H

#include <stdbool.h>
#include <stdint.h>

extern uint8_t controller_id[4];

/* Loads it, or makes a new number and leaves the key to be made later, when more entropy was gathered. */
void identity_boot(void);
/* True when the key is in the EEPROM; else goes on making it. Call again when the EEPROM is not busy. */
bool identity_key_ready(void);
/* False when there is no key. */
bool identity_key(uint8_t key[16]);
bool identity_upkeep(void);

#endif
