/* One record of the journal as it stands in its EEPROM cell, and how it is known to be whole. */
#ifndef HOLDFAST_JOURNAL_RECORD_H
#define HOLDFAST_JOURNAL_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How an outcome is written: `done` can still become `door_failed` and everything `unknown` by clearing bits, and no
 * half-written outcome reads as `done`. */
enum journal_outcome {
    JOURNAL_OPEN = 0xFF,
    JOURNAL_DONE = 0x0F,
    JOURNAL_DOOR_FAILED = 0x03,
    JOURNAL_WRONG_PIN = 0xF0,
    JOURNAL_STORAGE_FAILED = 0xC0,
    JOURNAL_UNKNOWN = 0x00
};

struct journal_record {
    /* First, because it is erased first: a cell that is half erased has no kind. */
    uint8_t kind;
    uint8_t sequence[3];
    uint8_t locker;
    uint8_t head_check;
    uint8_t outcome;
    uint16_t rental;
    uint32_t reference;
    uint8_t detail;
    uint16_t check;
} __attribute__((packed));

/* What is written before anything happens. */
#define JOURNAL_HEAD_LENGTH offsetof(struct journal_record, outcome)

uint32_t journal_sequence_of(const struct journal_record *record);
uint8_t journal_head_check(const struct journal_record *record);
uint16_t journal_tail_check(const struct journal_record *record);
bool journal_head_valid(const struct journal_record *record);
/* Written to its end. */
bool journal_complete(const struct journal_record *record);
/* The outcome as the link names it. */
uint8_t journal_outcome_of(const struct journal_record *record);

#endif
