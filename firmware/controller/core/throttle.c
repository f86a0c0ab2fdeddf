#include "throttle.h"

#include <string.h>

#include "config.h"
#include "counters.h"
#include "messages.h"

#define DAY_S 86400

/* Per locker: the wait after the wrong PIN that was last tried there. */
static uint16_t wait_s[LOCKERS_MAX];
static uint16_t keypad_wait_s;
static uint32_t keypad_day_s;

/* A reset may have counted a try twice and so have stepped over the number that waits: in doubt, all of them do. */
static uint16_t wait_after(uint8_t tries, bool in_doubt)
{
    if (tries < config.tries_first)
        return 0;
    if (tries == config.tries_first)
        return config.wait_first_s;
    return in_doubt || (uint8_t)(tries - config.tries_first) % config.tries_next == 0 ? config.wait_next_s : 0;
}

uint8_t throttle_tries(uint32_t lockers)
{
    uint8_t tries = 0;
    for (uint8_t locker = 0; locker < LOCKERS_MAX; locker++) {
        if (lockers_have(lockers, locker))
            tries += slot_state(locker) & SLOT_TRIES;
    }
    return tries;
}

void throttle_second(void)
{
    for (uint8_t locker = 0; locker < LOCKERS_MAX; locker++)
        wait_s[locker] -= wait_s[locker] > 0;
    keypad_wait_s -= keypad_wait_s > 0;
    if (counters.keypad_wrong > 0 && --keypad_day_s == 0)
        counters_set_keypad(0);
}

uint8_t throttle_phone(const uint8_t phone[PHONE_BYTES], uint16_t *wait)
{
    const uint32_t lockers = slots_of_phone(phone);
    *wait = 0;
    if (throttle_tries(lockers) >= config.tries_max)
        return OUTCOME_LOCKED_OPERATOR;
    for (uint8_t locker = 0; locker < LOCKERS_MAX; locker++) {
        if (lockers_have(lockers, locker) && wait_s[locker] > *wait)
            *wait = wait_s[locker];
    }
    return *wait > 0 ? OUTCOME_LOCKED_PHONE : OUTCOME_DONE;
}

void throttle_failed(uint8_t locker, const uint8_t phone[PHONE_BYTES], bool in_doubt)
{
    wait_s[locker] = wait_after(throttle_tries(slots_of_phone(phone)), in_doubt);
}

void throttle_lift(uint8_t locker)
{
    wait_s[locker] = 0;
}

uint8_t throttle_tries_left(uint8_t tries)
{
    uint8_t left = 0;
    while (tries < config.tries_max && wait_after(tries, false) == 0) {
        tries++;
        left++;
    }
    return left;
}

static void keypad_lock(void)
{
    if (counters.keypad_wrong >= config.keypad_tries)
        keypad_wait_s = config.keypad_wait_s;
}

void throttle_boot(void)
{
    memset(wait_s, 0, sizeof wait_s);
    for (uint8_t locker = 0; locker < LOCKERS_MAX; locker++) {
        struct slot_record record;
        if ((slot_state(locker) & SLOT_TRIES) && slot_read(locker, &record)) {
            slot_phone(&record, record.phone);
            throttle_failed(locker, record.phone, true);
        }
    }
    keypad_day_s = DAY_S;
    keypad_wait_s = 0;
    keypad_lock();
}

uint16_t throttle_keypad_wait(void)
{
    return keypad_wait_s;
}

void throttle_keypad_failed(void)
{
    if (counters.keypad_wrong == 0)
        keypad_day_s = DAY_S;
    if (counters.keypad_wrong < config.keypad_tries)
        counters_set_keypad(counters.keypad_wrong + 1);
    keypad_lock();
}
