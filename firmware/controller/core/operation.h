/*
 * One authorised operation at a time, from the keypad, the link or the controller itself: admitted, its journal head
 * written, checked, its outcome written, the door pulsed, the record finished. Nothing here waits; each step begins
 * when the EEPROM has done the last.
 */
#ifndef HOLDFAST_OPERATION_H
#define HOLDFAST_OPERATION_H

#include <stdbool.h>
#include <stdint.h>

#include "config.h"
#include "slots.h"

enum origin { ORIGIN_NONE, ORIGIN_KEYPAD, ORIGIN_LINK, ORIGIN_SELF };

struct operation {
    /* Asked for; the kinds are those of the journal (EVENT_...). */
    uint8_t kind;
    uint8_t origin;
    uint8_t locker;
    /* out_of_service or clear_tries */
    uint8_t flag;
    uint32_t reference;
    uint8_t phone[PHONE_BYTES];
    uint8_t pin[PIN_BYTES];
    union {
        struct slot_record slot;
        struct config config;
    };
    /* What became of it. */
    uint8_t outcome;
    uint8_t detail;
    uint16_t rental;
    uint16_t wait_s;
};

extern struct operation operation;

/* At boot: takes up a record that the reset interrupted. */
void operation_boot(void);
/* Reserves the operation for a new request, whose other fields the caller then fills in, before it calls
 * operation_run(). False when one is under way. */
bool operation_begin(enum origin origin, uint8_t kind, uint8_t locker);
void operation_run(void);
bool operation_active(void);
/* True once the operation of this origin has ended: read the result, then call operation_release(). */
bool operation_ended(enum origin origin);
void operation_release(void);
/* Goes on, when the EEPROM is not busy. False when the EEPROM may be used for something else now. */
bool operation_step(void);

/* Is this request allowed, before any PIN is checked? OUTCOME_DONE or why not. Prepares operation.slot. (admit.c) */
uint8_t operation_admit(void);

#endif
