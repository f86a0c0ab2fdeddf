/* Digits as packed BCD, first digit in the high nibble, filled with F (PROTOCOL.md, "Bytes"). */
#ifndef HOLDFAST_DIGITS_H
#define HOLDFAST_DIGITS_H

#include <stdbool.h>
#include <stdint.h>

#define DIGIT_NONE 0xF

uint8_t digit_get(const uint8_t *digits, uint8_t index);
void digit_set(uint8_t *digits, uint8_t index, uint8_t digit);
/* How many digits stand in `bytes` bytes; 0xFF when a nibble is no digit or a digit follows the filling. */
uint8_t digits_count(const uint8_t *digits, uint8_t bytes);

#endif
