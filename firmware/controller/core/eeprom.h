/*
 * One EEPROM write at a time, in the background. The order of the bytes of each write is such that after a cut at any
 * byte the record is the old one, the new one, or certainly recognised as neither.
 */
#ifndef HOLDFAST_EEPROM_H
#define HOLDFAST_EEPROM_H

#include <stdbool.h>
#include <stdint.h>

#define EEPROM_WRITE_MAX 24

void eeprom_reset(void);
/* True until all of the last write is in the EEPROM. */
bool eeprom_busy(void);
/* Goes on with the second half of a write; returns eeprom_busy(). */
bool eeprom_step(void);

/* Nothing but FF. */
bool eeprom_blank(const void *data, uint8_t length);
/* Over erased bytes, in rising order. */
void eeprom_fill(uint16_t address, const void *data, uint8_t length);
/* Over erased bytes, the first byte last: it marks the record as written. */
void eeprom_fill_first_last(uint16_t address, const void *data, uint8_t length);
/* Over old bytes: its check (the last `check_length` bytes) is erased first, so that no mixture bears a valid one. */
void eeprom_replace(uint16_t address, const void *data, uint8_t length, uint8_t check_length);
void eeprom_erase(uint16_t address, uint8_t length);

#endif
