/* Does the same again and again, with the power failing at each byte that is written meanwhile. */
#ifndef HOLDFAST_CUT_H
#define HOLDFAST_CUT_H

#include "rig.h"

#define CUT_PHONE "41791234567"

/* Where each of them begins. */
extern struct rig cut_before;

/* A cabinet at rest on which locker 5 is held with one wrong try, and the gateway knows everything. */
void cut_prepare(void);
/* The power fails at each byte in turn, in each way; `judge` looks at the cabinet after a reboot. */
void cut_everywhere(void (*act)(void), void (*judge)(void));

/* Lockers count from 1. */
bool held(uint8_t locker);
uint8_t tries(uint8_t locker);
/* Nothing is damaged or out of service, locker 5 is held and no other one but perhaps locker 2. */
void others_untouched(void);

#endif
