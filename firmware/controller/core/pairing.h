/*
 * Pairing: how a controller gets the key it shares with its gateway. Only while the service button is held. PROTOCOL.md,
 * "Pairing".
 */
#ifndef HOLDFAST_PAIRING_H
#define HOLDFAST_PAIRING_H

#include <stdbool.h>
#include <stdint.h>

#include "messages.h"

#define CHECK_CODE_DIGITS 6
/* A typed key comes in groups of so many symbols, half a byte each, and a check symbol. */
#define KEY_GROUP 4
#define KEY_GROUPS (2 * KEY_LENGTH / KEY_GROUP)

enum pairing_state {
    PAIRING_NOTHING,
    /* A key came over the cable, and nobody at the cabinet has said yet that its check code is right. */
    PAIRING_OFFERED,
    /* Somebody has, or typed it, and no session has proven yet that the gateway has it too. */
    PAIRING_CANDIDATE,
    /* A session has: it is to be written. */
    PAIRING_PROVEN,
    /* On its way to the EEPROM or there. */
    PAIRING_KEPT
};

void pairing_boot(void);
/* The controller has a pairing key. */
bool pairing_known(void);
/* The key that `hello` is answered with; false when there is none. */
bool pairing_key(uint8_t key[KEY_LENGTH]);

/* The level of the service button, whenever it may have changed. */
void pairing_button(bool pressed);
void pairing_second(void);
/* How long the window stays open, 0 when it is closed. */
uint8_t pairing_left_s(void);
enum pairing_state pairing_state(void);

/* A key over the cable; false when it is not taken. */
bool pairing_offer(const uint8_t key[KEY_LENGTH]);
/* The check code is right. */
void pairing_confirm(void);
/* Somebody begins to type a key: no other is taken in this window. */
void pairing_type(void);
/* A group that was typed, first to last: KEY_GROUP values of 0..15. */
void pairing_typed(uint8_t group, const uint8_t *values);
/* The check code of the candidate, digits 0..9. */
void pairing_check_code(uint8_t code[CHECK_CODE_DIGITS]);

/* The first good frame of an offered session came. */
void pairing_session_began(void);
/* That session began within a window. */
bool pairing_session(void);
/* False while the key of the session waits to be written. */
bool pairing_settled(void);
/* Writes it: true when it started a write. */
bool pairing_upkeep(void);

#endif
