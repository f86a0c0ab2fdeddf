/*
 * A cabinet in use, and somebody on its line who has no key: whatever arrives from there must do nothing. The link is
 * down, so that a single frame that is accepted is seen by its coming up.
 */
#ifndef HOLDFAST_FUZZ_STRANGER_H
#define HOLDFAST_FUZZ_STRANGER_H

#include <stdbool.h>
#include <stdint.h>

#include "gateway.h"

/* Paired, with locker 5 held and a session under way; or a board that was never paired. */
void stranger_begin(bool paired);
/* These bytes between two delimiters; returns when the controller has done with them. */
void stranger_send(const uint8_t *bytes, unsigned length);
/* A frame or a pairing key was accepted, a door moved, a command was answered, or the EEPROM was written. */
bool stranger_succeeded(void);
/* The last frame that the controller sent, without delimiters; returns its length. */
unsigned stranger_overheard(uint8_t frame[GATEWAY_FRAME_MAX]);

#endif
