/* The 4x4 keypad: rows are driven low, columns have pull-ups. */
#ifndef HOLDFAST_KEYPAD_H
#define HOLDFAST_KEYPAD_H

#include <stdint.h>

void keypad_start(void);
/* The key that went down, or 0. Called by the main loop with the ticks that passed. */
char keypad_key(uint8_t ticks);

#endif
