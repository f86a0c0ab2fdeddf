/*
 * The journal: what happened to rights and doors, kept until the gateway acknowledged it. A record is written in stages
 * to a blank cell: the head before anything happens, the outcome before a door moves, the rest after it. A head without
 * an outcome tells the next boot that power failed in between.
 */
#ifndef HOLDFAST_JOURNAL_H
#define HOLDFAST_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "journal_record.h"
#include "messages.h"

void journal_reset(void);
/* At boot: all cells, to find the newest record; then all cells again, to find the others. */
void journal_seen(const struct journal_record *record);
void journal_found(uint8_t cell, const struct journal_record *record);
void journal_booted(void);
/* True when the last record was not finished before the reset; it is in journal_current then, to be completed. */
bool journal_unfinished(void);

/* The record being written. Each step starts one EEPROM write. */
extern struct journal_record journal_current;
/* False when no blank cell is there yet. */
bool journal_write_head(uint8_t kind, uint8_t locker);
void journal_write_reference(void);
void journal_write_outcome(enum journal_outcome outcome);
void journal_write_tail(void);
/* Writes all of a completed record to another cell: what stands in the first one can not be changed. */
bool journal_rewrite(void);
/* All of it is written: it may be sent now. */
void journal_commit(void);

/* No room for another rental. */
bool journal_full(void);
/* The oldest sequence that was not acknowledged, and the last. */
uint32_t journal_first(void);
uint32_t journal_last(void);
void journal_acknowledge(uint32_t sequence);
/* The event to send next; false when all are acknowledged. */
bool journal_next(struct msg_event *event);
/* The event of a sequence; false when it is not there. */
bool journal_event(uint32_t sequence, struct msg_event *event);

#endif
