/* Sets of lockers, counted from 0: bit n is locker n. Shifts of 32 bits are long on an AVR, so they stand here once. */
#ifndef HOLDFAST_LOCKERS_H
#define HOLDFAST_LOCKERS_H

#include <stdbool.h>
#include <stdint.h>

uint32_t locker_bit(uint8_t locker);
bool lockers_have(uint32_t lockers, uint8_t locker);
uint8_t lockers_count(uint32_t lockers);
/* The first locker of a set that is not empty. */
uint8_t lockers_first(uint32_t lockers);

#endif
