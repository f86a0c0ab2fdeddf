/* Small numbers that outlive a reset, in a ring of four records so that they wear slowly and are old or new after a cut. */
#ifndef HOLDFAST_COUNTERS_H
#define HOLDFAST_COUNTERS_H

#include <stdbool.h>
#include <stdint.h>

#define GAP_NONE 0xFFFF

struct counters {
    uint8_t serial;
    /* Boots, or more where a record was damaged: it never goes back, so that no session key comes twice. */
    uint32_t boot : 24;
    /* Wrong PINs at the keypad today. */
    uint8_t keypad_wrong;
    /* While events are lost: the last sequence that the gateway acknowledged before them, its low half. */
    uint16_t gap_base;
    uint8_t check;
} __attribute__((packed));

/* Read freely; change by the functions below. */
extern struct counters counters;

/* Loads the newest record and counts this boot. */
void counters_boot(void);
void counters_set_keypad(uint8_t wrong);
void counters_set_gap(uint16_t base);
/* True as long as the EEPROM does not have the latest values. */
bool counters_dirty(void);
/* Writes them if need be: true when it started a write. */
bool counters_upkeep(void);

#endif
