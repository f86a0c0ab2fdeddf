/*
 * Tones on OC1A, made by Timer1 without the CPU. Playing a tone is board_tone of board.h.
 */
#ifndef HOLDFAST_BUZZER_H
#define HOLDFAST_BUZZER_H

#include <stdint.h>

void buzzer_start(void);
/* Goes on to the next note when it is time; called by the main loop with the ticks that passed. */
void buzzer_service(uint8_t ticks);

#endif
