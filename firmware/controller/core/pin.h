/* PINs: which are accepted, and how one is checked without being kept. */
#ifndef HOLDFAST_PIN_H
#define HOLDFAST_PIN_H

#include <stdbool.h>
#include <stdint.h>

#include "slots.h"

/* All digits alike, or a run upwards or downwards. */
bool pin_obvious(const uint8_t pin[PIN_BYTES]);
/* Long enough by the configuration, nothing but digits, not obvious. */
bool pin_acceptable(const uint8_t pin[PIN_BYTES]);
/* Puts the verifier of a PIN into the record of a slot; false when the controller has no key. */
bool pin_seal(struct slot_record *record, const uint8_t pin[PIN_BYTES]);
bool pin_right(const struct slot_record *record, const uint8_t pin[PIN_BYTES]);

#endif
