/* Notices what happens to the cabinet itself and has it journalled: boots, damaged slots, dead boards, tampering. */
#ifndef HOLDFAST_WATCH_H
#define HOLDFAST_WATCH_H

#include <stdint.h>

void watch_boot(uint8_t reset_cause);
void watch_tick(void);
void watch_second(void);

#endif
