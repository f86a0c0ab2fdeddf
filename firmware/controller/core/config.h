/* The configuration: what `set_config` carries (PROTOCOL.md), kept in the EEPROM in two copies. */
#ifndef HOLDFAST_CONFIG_H
#define HOLDFAST_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

/* The fields of struct msg_set_config after the deadline, in the same order. */
struct config {
    uint8_t lockers;
    uint8_t lockers_per_phone;
    uint8_t pin_digits;
    uint8_t idle_s;
    uint8_t tries_first;
    uint16_t wait_first_s;
    uint8_t tries_next;
    uint16_t wait_next_s;
    uint8_t tries_max;
    uint8_t keypad_tries;
    uint16_t keypad_wait_s;
    uint16_t country_code;
    uint8_t trunk_prefix;
    uint16_t international_prefix;
    uint8_t national_digits_max;
} __attribute__((packed));

extern struct config config;

/* Loads it, or the defaults. */
void config_boot(void);
bool config_valid(const struct config *wanted);
/* Starts to write a new configuration; false while the copies are being made equal: call again. */
bool config_store(const struct config *wanted);
/* Once it is written: takes the new configuration up; false when it cannot be read back. */
bool config_stored(const struct config *wanted);
uint16_t config_digest(void);

#endif
