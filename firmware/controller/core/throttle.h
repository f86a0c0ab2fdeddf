/*
 * The budget of wrong PINs, per phone and per keypad. The counts are in the EEPROM; the waits run in time since reset
 * and begin anew after one.
 */
#ifndef HOLDFAST_THROTTLE_H
#define HOLDFAST_THROTTLE_H

#include <stdbool.h>
#include <stdint.h>

#include "slots.h"

/* Once the slots are known. */
void throttle_boot(void);
void throttle_second(void);

/* May this phone try a PIN? OUTCOME_DONE, or why not; `wait_s` is the time to wait. */
uint8_t throttle_phone(const uint8_t phone[PHONE_BYTES], uint16_t *wait_s);
/* Wrong PINs in a row over all lockers of a phone. */
uint8_t throttle_tries(uint32_t lockers);
/* After a wrong PIN was counted in the slot of `locker`; `in_doubt` after a reset, which may have counted it before. */
void throttle_failed(uint8_t locker, const uint8_t phone[PHONE_BYTES], bool in_doubt);
void throttle_lift(uint8_t locker);
/* Wrong PINs left before a wait or the lock. */
uint8_t throttle_tries_left(uint8_t tries);

/* Seconds before the keypad may try a PIN. */
uint16_t throttle_keypad_wait(void);
void throttle_keypad_failed(void);

#endif
