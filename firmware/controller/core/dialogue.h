/* What a person at the keypad sees and does: one view at a time. */
#ifndef HOLDFAST_DIALOGUE_H
#define HOLDFAST_DIALOGUE_H

#include <stdbool.h>
#include <stdint.h>

void dialogue_start(void);
void dialogue_key(char key);
void dialogue_tick(void);
void dialogue_second(void);
void dialogue_inputs(void);
/* What the start view or the pairing view shows may have changed. */
void dialogue_refresh(void);
/* Something is to be done before the next tick. */
bool dialogue_due(void);

#endif
