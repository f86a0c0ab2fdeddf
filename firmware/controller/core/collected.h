/* Which lockers their owners opened within the last ten minutes: `finish` needs no PIN then. */
#ifndef HOLDFAST_COLLECTED_H
#define HOLDFAST_COLLECTED_H

#include <stdbool.h>
#include <stdint.h>

void collected_reset(void);
void collected_set(uint8_t locker, bool collected);
bool collected_lately(uint8_t locker);
void collected_second(void);

#endif
