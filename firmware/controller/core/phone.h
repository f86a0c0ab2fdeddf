/* Phone numbers as people type them become canonical by the country rule (PROTOCOL.md, "Phone numbers"). */
#ifndef HOLDFAST_PHONE_H
#define HOLDFAST_PHONE_H

#include <stdbool.h>
#include <stdint.h>

#include "slots.h"

/* "011" and 15 digits */
#define TYPED_BYTES 9
#define TYPED_DIGITS (2 * TYPED_BYTES)

/* False when it becomes too short or too long. */
bool phone_canonical(const uint8_t *typed, uint8_t digits, uint8_t phone[PHONE_BYTES]);
bool phone_valid(const uint8_t phone[PHONE_BYTES]);
/* The same number? `stored` may date from before the country rule was known. `phone` is canonical. */
bool phone_matches(const uint8_t stored[PHONE_BYTES], const uint8_t phone[PHONE_BYTES]);

#endif
