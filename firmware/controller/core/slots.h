/*
 * The slots: who holds each locker (record layout: PROTOCOL.md, "Slots"). Lockers are counted from 0 here.
 * A change writes a complete new record to a blank cell; only then the old one is erased. At boot the newer version
 * counts. A locker that was ever used and has no valid record is damaged, and never free.
 */
#ifndef HOLDFAST_SLOTS_H
#define HOLDFAST_SLOTS_H

#include <stdbool.h>
#include <stdint.h>

#include "lockers.h"
#include "messages.h"

#define LOCKER_NONE 0xFF
#define PHONE_BYTES 8
#define PIN_BYTES 4

struct slot_record {
    uint8_t flags;
    uint8_t version;
    uint16_t rental;
    uint8_t phone[PHONE_BYTES];
    uint8_t verifier[3];
    uint8_t check;
} __attribute__((packed));
_Static_assert(sizeof(struct slot_record) == 16, "a slot record is a cell");

/* What is kept of each slot in RAM: the flags of the record, this one, and the wrong tries in the low nibble. */
#define SLOT_DAMAGED 0x80
#define SLOT_TRIES 0x0F
/* The damage is in the journal already. */
#define SLOT_TOLD 0x10

/* Lockers whose record changed since the link last looked. */
extern uint32_t slots_changed;

void slots_reset(void);
/* At boot: a cell holds this; false when it is no valid slot record. Cells it does not want stay to be erased. */
bool slots_found(uint8_t cell, const struct slot_record *record);
void slots_booted(void);

uint8_t slot_state(uint8_t locker);
/* The first damaged locker that was not told of yet, or LOCKER_NONE. */
uint8_t slots_damaged(void);
void slot_told(uint8_t locker);
bool slot_held(uint8_t locker);
bool slot_free(uint8_t locker);
/* The valid record of a locker; false when there is none. */
bool slot_read(uint8_t locker, struct slot_record *record);
/* The same, or an empty record where the locker was never used. */
void slot_read_or_blank(uint8_t locker, struct slot_record *record);
/* A record from elsewhere: right check, right digits. */
bool slot_record_valid(const struct slot_record *record);
void slot_make_free(struct slot_record *record);
void slot_set_tries(struct slot_record *record, uint8_t tries);
void slot_phone(const struct slot_record *record, uint8_t phone[PHONE_BYTES]);

/* Lockers held by this phone. Reads the EEPROM: not while it is busy, if it can wait. */
uint32_t slots_of_phone(const uint8_t phone[PHONE_BYTES]);
/* Lockers without a record of their own, for which a cell must stay free. */
uint8_t slots_missing(void);

/* Writes a record, one step whenever the EEPROM is not busy. The next version number and the check are filled in,
 * unless `as_it_is`. */
enum slot_write { SLOT_WRITING, SLOT_WRITTEN, SLOT_WRITE_FAILED };
void slot_write_begin(struct slot_record *record, bool as_it_is);
enum slot_write slot_write_step(const struct slot_record *record);

/* Marks lockers as used: true when it started a write. */
bool slots_upkeep(void);
/* CRC-32 over all records, made a locker at a time; false until it is up to date. */
void slots_digest_restart(void);
bool slots_digest_step(void);
uint32_t slots_digest(void);

#endif
