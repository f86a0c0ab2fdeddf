/*
 * Who may open what, from what people saw and the gateway was told: independent of the core, which is held against it.
 * While it is not known how something ended, a locker has more than one right that it may have.
 */
#ifndef HOLDFAST_CAMPAIGN_MODEL_H
#define HOLDFAST_CAMPAIGN_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#define MODEL_PHONES 6
#define MODEL_PINS 4
/* Of MODEL_PINS, never given to anybody. */
#define WRONG_PIN MODEL_PINS

/* The rules that the histories are played by. */
#define MODEL_LOCKERS_PER_PHONE 3
#define KEYPAD_TRIES 60

extern const char *const model_phone[MODEL_PHONES];
extern const char *const model_pin[MODEL_PINS + 1];

struct right {
    bool held;
    bool out_of_service;
    /* Wrong PINs in a row. */
    uint8_t tries;
    uint8_t phone;
    uint8_t pin;
};

extern uint8_t model_lockers;
/* Wrong tries at the keypad that were seen. */
extern uint8_t model_keypad_wrong;

void model_reset(uint8_t lockers);
/* The right of a locker that was not in doubt when it was last looked at. */
struct right model_right(uint8_t locker);
/* From now on it may also be this one; any right that it may have already stays possible. */
void model_may(uint8_t locker, struct right right);
/* It is known again. */
void model_must(uint8_t locker, struct right right);
/* It is this one, or has more wrong tries: it is not known whether each cut that follows counts this one again. */
void model_tried(uint8_t locker, struct right right);
/* The controller was reset: waiting times begin anew. */
void model_rebooted(void);
/* Looks at the slot table: ends the campaign where it is none of what it may be, and ends the doubt where it is. */
void model_observe(void);

/* Wrong tries of all lockers of a phone. */
uint8_t model_tries(uint8_t phone);
uint8_t model_count(uint8_t phone);
/* Whether this phone may have to wait before it is let try again. */
bool model_may_wait(uint8_t phone);
/* A locker that is held or free and in service, by chance; model_lockers when there is none. */
uint8_t model_any(bool held);

#endif
